//! The pages of the sign-up as HTML: they work without a script, in every language that they speak, and hold nothing
//! from elsewhere. Pure.

use super::words::{LANGUAGES, Words};
use super::{NEEDS, Standing};
use crate::letters::Way;
use crate::record::escaped;
use std::fmt::Write as _;
use vigie_core::ids::Language;
use vigie_core::site::{Site, Zone};

/// What the form shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Whose zones and languages.
    pub site: Option<&'a Site>,
    /// The ways that are offered.
    pub ways: &'a [Way],
    /// The form, sealed.
    pub form: &'a str,
    /// Why it comes back.
    pub refused: Option<&'a str>,
}

/// The form.
pub fn form(words: &Words, shown: Shown<'_>) -> String {
    let mut main = languages(words);
    let _ = write!(
        main,
        "<h1>{}</h1><p>{}</p><p class=\"notice\">{}</p>",
        words.title, words.about, words.nothing_yet
    );
    if let Some(why) = shown.refused {
        let _ = write!(
            main,
            "<p class=\"refused\" role=\"alert\">{}: <span lang=\"en\" dir=\"ltr\">{}</span></p>",
            words.refused,
            escaped(why)
        );
    }
    let _ = write!(
        main,
        "<form method=\"post\" action=\"/signup?lang={}\" id=\"signup\" data-sent=\"{}\" data-live=\"{}\" data-pending=\"{}\" data-refused=\"{}\"><input type=\"hidden\" name=\"form\" value=\"{}\">",
        words.tag,
        escaped(words.sent),
        escaped(words.is_live),
        escaped(words.is_pending),
        escaped(words.refused),
        escaped(shown.form)
    );
    main.push_str(&ways(words, shown.ways));
    main.push_str(&zones(words, shown.site));
    main.push_str(&spoken(words, shown.site));
    main.push_str(&needs(words));
    let _ = write!(
        main,
        "<p><button>{}</button></p><p id=\"status\" role=\"status\" aria-live=\"polite\"></p></form><p class=\"small\">{}</p>",
        words.send, words.privacy
    );
    page(words, &main)
}

/// After the form.
pub fn sent(words: &Words, handle: &str, way: Option<Way>) -> String {
    let mut main = format!(
        "<h1>{}</h1><p role=\"status\">{}</p><p class=\"notice\">{}</p>",
        words.title, words.sent, words.nothing_yet
    );
    if way == Some(Way::Sms) {
        let _ = write!(
            main,
            "<form method=\"post\" action=\"/signup/s/{}\"><input type=\"hidden\" name=\"do\" value=\"code\"><label>{} <input name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label><p><button>{}</button></p></form>",
            escaped(handle),
            words.code,
            words.heard
        );
    }
    page(words, &main)
}

/// The page of one sign-up.
pub fn own(
    words: &Words,
    secret: &str,
    (standing, site): (Standing, Option<&Site>),
    said: Option<&str>,
) -> String {
    let (state, class) = match standing {
        Standing::Pending => (words.is_pending, "notice"),
        Standing::Live { .. } => (words.is_live, "live"),
    };
    let mut main = format!(
        "<h1>{}</h1><p class=\"{class}\" id=\"standing\" role=\"status\">{state}</p>",
        words.title
    );
    if let Some(said) = said {
        let _ = write!(main, "<p role=\"status\">{said}</p>");
    }
    let _ = write!(
        main,
        "<form method=\"post\" action=\"/signup/s/{}\">",
        escaped(secret)
    );
    let mut button = |deed: &str, text: &str| {
        let _ = write!(
            main,
            "<p><button name=\"do\" value=\"{deed}\">{text}</button></p>"
        );
    };
    button("heard", words.heard);
    if let Standing::Live { .. } = standing {
        button("test", words.test);
    }
    button("leave", words.leave);
    main.push_str("</form>");
    if standing == Standing::Pending {
        let _ = write!(main, "<p>{}</p>", words.nothing_yet);
    } else {
        // What was chosen before is not shown: whoever finds the link must not learn where its owner lives.
        let _ = write!(
            main,
            "<form method=\"post\" action=\"/signup/s/{}\"><h2>{}</h2>{}{}{}<p><button name=\"do\" value=\"choose\">{1}</button></p></form>",
            escaped(secret),
            words.choose,
            zones(words, site),
            spoken(words, site),
            needs(words)
        );
    }
    page(words, &main)
}

/// One sentence.
pub fn said(words: &Words, said: &str) -> String {
    page(
        words,
        &format!("<h1>{}</h1><p role=\"status\">{said}</p>", words.title),
    )
}

fn page(words: &Words, main: &str) -> String {
    let script = crate::http::asset_named("signup", "js");
    let script = script.map_or(String::new(), |name| {
        format!("<script type=\"module\" src=\"/{name}\"></script>")
    });
    // Without one a browser asks for another, which is not there.
    let icon = crate::http::asset_named("icon", "svg");
    let icon = icon.map_or(String::new(), |name| {
        format!("<link rel=\"icon\" type=\"image/svg+xml\" href=\"/{name}\">")
    });
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{} · Vigie</title><link rel=\"stylesheet\" href=\"/signup/page.css\">{icon}{script}</head>\n\
         <body><main>{main}</main><footer><a href=\"/\">{}</a></footer></body>\n</html>\n",
        words.tag, words.direction, words.title, words.back
    )
}

/// The page in another language.
fn languages(words: &Words) -> String {
    let others = LANGUAGES.iter().filter(|other| other.tag != words.tag);
    let links = others.map(|other| {
        format!(
            "<a href=\"/signup?lang={0}\" lang=\"{0}\" dir=\"{1}\" hreflang=\"{0}\">{2}</a>",
            other.tag, other.direction, other.name
        )
    });
    format!("<nav>{}</nav>", links.collect::<Vec<_>>().join(" · "))
}

fn ways(words: &Words, offered: &[Way]) -> String {
    let mut set = format!("<fieldset><legend>{}</legend>", words.how);
    for (way, text) in Way::ALL.into_iter().zip(words.channels) {
        if offered.contains(&way) {
            // Without a script the browser cannot be woken; the script lets it be chosen.
            let (off, first) = match way {
                Way::Push => (" disabled", ""),
                Way::Mail => ("", " checked"),
                Way::Sms => ("", ""),
            };
            let _ = write!(
                set,
                "<p><label><input type=\"radio\" name=\"way\" value=\"{}\"{off}{first} required> {text}</label></p>",
                way.as_str()
            );
        }
    }
    if offered.contains(&Way::Push) {
        let _ = write!(
            set,
            "<noscript><p class=\"small\">{}</p></noscript>",
            words.needs_script
        );
    }
    for (way, none) in [(Way::Mail, words.no_mail), (Way::Sms, words.no_sms)] {
        if !offered.contains(&way) {
            let _ = write!(set, "<p class=\"small\">{none}</p>");
        }
    }
    if offered.iter().any(|way| *way != Way::Push) {
        let _ = write!(
            set,
            "<p><label>{} <input name=\"address\" autocomplete=\"email\" dir=\"ltr\"></label></p>",
            words.address
        );
    }
    set.push_str("</fieldset>");
    set
}

fn zones(words: &Words, site: Option<&Site>) -> String {
    let mut set = format!("<fieldset><legend>{}</legend>", words.where_);
    for (id, zone) in site.into_iter().flat_map(|site| &site.zones) {
        let (language, name) = named(zone, words.tag, id.as_str());
        let _ = write!(
            set,
            "<p><label><input type=\"checkbox\" name=\"zone\" value=\"{}\"> <bdi lang=\"{}\">{}</bdi></label></p>",
            escaped(id.as_str()),
            escaped(language),
            escaped(name)
        );
    }
    let _ = write!(
        set,
        "<p>{} <input name=\"lat\" inputmode=\"decimal\" size=\"10\" dir=\"ltr\" aria-label=\"{0}: 1\"> <input name=\"lon\" inputmode=\"decimal\" size=\"10\" dir=\"ltr\" aria-label=\"{0}: 2\"> <button type=\"button\" id=\"locate\" hidden>{}</button></p></fieldset>",
        words.place, words.locate
    );
    set
}

/// The name of a zone in a language, or in any.
fn named<'a>(zone: &'a Zone, tag: &str, id: &'a str) -> (&'a str, &'a str) {
    let wanted = zone.names.get_key_value(&Language::new(tag));
    let named = wanted.or_else(|| zone.names.iter().next());
    named.map_or(("en", id), |(language, name)| {
        (language.as_str(), name.as_str())
    })
}

fn spoken(words: &Words, site: Option<&Site>) -> String {
    let mut set = format!("<p><label>{} <select name=\"language\">", words.language);
    for language in site.into_iter().flat_map(|site| &site.languages) {
        let tag = language.as_str();
        let name = LANGUAGES
            .iter()
            .find(|one| one.tag == tag)
            .map_or(tag, |one| one.name);
        let chosen = if tag == words.tag { " selected" } else { "" };
        let _ = write!(
            set,
            "<option value=\"{0}\" lang=\"{0}\"{chosen}>{1}</option>",
            escaped(tag),
            escaped(name)
        );
    }
    set.push_str("</select></label></p>");
    set
}

fn needs(words: &Words) -> String {
    let mut set = format!("<fieldset><legend>{}</legend>", words.needs);
    for (need, text) in NEEDS.iter().zip(words.each_need) {
        let _ = write!(
            set,
            "<p><label><input type=\"checkbox\" name=\"need\" value=\"{need}\"> {text}</label></p>"
        );
    }
    set.push_str("</fieldset>");
    set
}
