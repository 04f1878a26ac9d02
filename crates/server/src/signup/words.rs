//! What the pages of the sign-up say, in each language that they speak. The words of warnings are elsewhere: these are
//! about the sign-up alone, and say nothing of any danger.

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Its tag.
    pub tag: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The title of the page.
    pub title: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The standing sentence.
    pub nothing_yet: &'static str,
    /// Above the channels.
    pub how: &'static str,
    /// The channels: this browser, e-mail, text messages.
    pub channels: [&'static str; 3],
    /// The field for a mail address or a phone number.
    pub address: &'static str,
    /// Where no text messages can be sent.
    pub no_sms: &'static str,
    /// Where no e-mail can be sent.
    pub no_mail: &'static str,
    /// Where there is no script.
    pub needs_script: &'static str,
    /// Above the zones.
    pub where_: &'static str,
    /// A place of one's own, in degrees.
    pub place: &'static str,
    /// The button that asks the browser where it is.
    pub locate: &'static str,
    /// Above the language.
    pub language: &'static str,
    /// Above the needs.
    pub needs: &'static str,
    /// The needs: deaf, blind, wheelchair.
    pub each_need: [&'static str; 3],
    /// The button.
    pub send: &'static str,
    /// After it.
    pub sent: &'static str,
    /// The field for a code.
    pub code: &'static str,
    /// The title of the first message.
    pub test_title: &'static str,
    /// What it says.
    pub test_body: &'static str,
    /// What a later test says.
    pub later_test_body: &'static str,
    /// The button that says that it came.
    pub heard: &'static str,
    /// The state in which nothing comes.
    pub is_pending: &'static str,
    /// The state in which warnings come.
    pub is_live: &'static str,
    /// The button for a test.
    pub test: &'static str,
    /// After it.
    pub test_sent: &'static str,
    /// The button that puts other places and another language in the place of those that were chosen.
    pub choose: &'static str,
    /// After it.
    pub chosen: &'static str,
    /// The button that ends it.
    pub leave: &'static str,
    /// After it.
    pub left: &'static str,
    /// A link that leads to nothing.
    pub unknown: &'static str,
    /// Back to the warnings.
    pub back: &'static str,
    /// What is kept.
    pub privacy: &'static str,
    /// What was not understood.
    pub refused: &'static str,
}

/// The languages, the first for whoever reads none of them.
pub const LANGUAGES: [Words; 3] = [ENGLISH, FRENCH, ARABIC];

/// The words for a reader: in the language that was chosen, or else in those that a browser accepts.
pub fn of_reader(chosen: Option<&str>, accepted: &str) -> &'static Words {
    let accepted = vigie_channels::ntfy::accepted(accepted);
    let accepted = accepted.iter().map(vigie_core::ids::Language::as_str);
    of(chosen.into_iter().chain(accepted))
}

/// The words of the dearest language that there is.
pub fn of<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static Words {
    let main = |tag: &str| {
        tag.split(['-', '_'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    wanted
        .into_iter()
        .find_map(|tag| LANGUAGES.iter().find(|words| words.tag == main(tag)))
        .unwrap_or(&LANGUAGES[0])
}

const ENGLISH: Words = Words {
    tag: "en",
    name: "English",
    direction: "ltr",
    title: "Be warned",
    about: "Warnings for the places that you choose, sent to you. No account is needed.",
    nothing_yet: "You will receive nothing until a test message has arrived and you have confirmed it.",
    how: "How shall warnings reach you?",
    channels: ["This browser or phone", "E-mail", "Text message"],
    address: "E-mail address or phone number (with +)",
    no_sms: "Text messages are not offered here: this server has no way to send them.",
    no_mail: "E-mail is not offered here: this server has no way to send it.",
    needs_script: "Warnings in the browser need JavaScript; the other ways do not.",
    where_: "For which places?",
    place: "A place of your own, as latitude and longitude",
    locate: "Where I am",
    language: "In which language?",
    needs: "Do you need help? (you may leave this empty)",
    each_need: [
        "I am deaf or hard of hearing",
        "I am blind or see badly",
        "I use a wheelchair",
    ],
    send: "Send me a test message",
    sent: "If that address can be reached, a test message is on its way. Nothing else comes before you have confirmed it.",
    code: "Code from the text message",
    test_title: "Test: nothing has happened",
    test_body: "Somebody asked that warnings be sent here. If it was you, confirm that this message arrived; until then you will receive nothing. If it was not you, do nothing.",
    later_test_body: "This is the test that you asked for. Nothing has happened; nothing is to be done.",
    heard: "The test message has arrived",
    is_pending: "Not confirmed: you will receive nothing.",
    is_live: "Confirmed: warnings for your places will reach you here.",
    test: "Send a test message",
    test_sent: "The test is on its way. If it does not arrive within minutes, warnings will not either.",
    choose: "Choose places and language anew",
    chosen: "Chosen anew. Warnings come for these places from now on, and for no others.",
    leave: "Send me nothing more",
    left: "You will receive nothing more. What we knew of you has been erased.",
    unknown: "This link leads to nothing: it was used, is too old, or you have left.",
    back: "Current warnings",
    privacy: "We keep how to reach you, your places to within a block of houses, your language and the help that you need; sealed, and erased when you leave.",
    refused: "This was not understood",
};

const FRENCH: Words = Words {
    tag: "fr",
    name: "Français",
    direction: "ltr",
    title: "Être alerté",
    about: "Des alertes pour les lieux que vous choisissez, envoyées à vous. Aucun compte n’est nécessaire.",
    nothing_yet: "Vous ne recevrez rien tant qu’un message d’essai n’est pas arrivé et que vous ne l’avez pas confirmé.",
    how: "Comment les alertes doivent-elles vous parvenir ?",
    channels: ["Ce navigateur ou ce téléphone", "Courriel", "SMS"],
    address: "Adresse électronique ou numéro de téléphone (avec +)",
    no_sms: "Les SMS ne sont pas proposés ici : ce serveur n’a aucun moyen d’en envoyer.",
    no_mail: "Le courriel n’est pas proposé ici : ce serveur n’a aucun moyen d’en envoyer.",
    needs_script: "Les alertes dans le navigateur demandent JavaScript ; les autres voies non.",
    where_: "Pour quels lieux ?",
    place: "Un lieu à vous, en latitude et longitude",
    locate: "Là où je suis",
    language: "Dans quelle langue ?",
    needs: "Avez-vous besoin d’aide ? (vous pouvez laisser vide)",
    each_need: [
        "Je suis sourd ou malentendant",
        "Je suis aveugle ou malvoyant",
        "Je suis en fauteuil roulant",
    ],
    send: "M’envoyer un message d’essai",
    sent: "Si cette adresse peut être jointe, un message d’essai est en route. Rien d’autre ne viendra avant votre confirmation.",
    code: "Code reçu par SMS",
    test_title: "Essai : il ne s’est rien passé",
    test_body: "Quelqu’un a demandé que des alertes soient envoyées ici. Si c’est vous, confirmez que ce message est arrivé ; d’ici là vous ne recevrez rien. Si ce n’est pas vous, ne faites rien.",
    later_test_body: "Voici l’essai que vous avez demandé. Il ne s’est rien passé ; il n’y a rien à faire.",
    heard: "Le message d’essai est arrivé",
    is_pending: "Non confirmé : vous ne recevrez rien.",
    is_live: "Confirmé : les alertes pour vos lieux vous parviendront ici.",
    test: "Envoyer un message d’essai",
    test_sent: "L’essai est en route. S’il n’arrive pas en quelques minutes, les alertes n’arriveront pas non plus.",
    choose: "Choisir à nouveau les lieux et la langue",
    chosen: "C’est noté : les alertes viennent désormais pour ces lieux, et pour aucun autre.",
    leave: "Ne plus rien m’envoyer",
    left: "Vous ne recevrez plus rien. Ce que nous savions de vous a été effacé.",
    unknown: "Ce lien ne mène à rien : il a servi, il est trop ancien, ou vous êtes parti.",
    back: "Alertes en cours",
    privacy: "Nous gardons le moyen de vous joindre, vos lieux à un pâté de maisons près, votre langue et l’aide dont vous avez besoin ; le tout scellé, et effacé quand vous partez.",
    refused: "Ceci n’a pas été compris",
};

const ARABIC: Words = Words {
    tag: "ar",
    name: "العربية",
    direction: "rtl",
    title: "استلام الإنذارات",
    about: "إنذارات للأماكن التي تختارها، تُرسل إليك. لا حاجة إلى حساب.",
    nothing_yet: "لن يصلك شيء حتى تصل رسالة تجريبية وتؤكد وصولها.",
    how: "كيف تريد أن تصلك الإنذارات؟",
    channels: ["هذا المتصفح أو الهاتف", "البريد الإلكتروني", "رسالة نصية"],
    address: "عنوان البريد الإلكتروني أو رقم الهاتف (مع +)",
    no_sms: "الرسائل النصية غير متاحة هنا: لا وسيلة لهذا الخادم لإرسالها.",
    no_mail: "البريد الإلكتروني غير متاح هنا: لا وسيلة لهذا الخادم لإرساله.",
    needs_script: "الإنذارات في المتصفح تحتاج إلى JavaScript، والطرق الأخرى لا تحتاج إليه.",
    where_: "لأي أماكن؟",
    place: "مكان خاص بك، بخط العرض وخط الطول",
    locate: "حيث أنا الآن",
    language: "بأي لغة؟",
    needs: "هل تحتاج إلى مساعدة؟ (يمكنك ترك هذا فارغًا)",
    each_need: [
        "أنا أصم أو ضعيف السمع",
        "أنا كفيف أو ضعيف البصر",
        "أستخدم كرسيًا متحركًا",
    ],
    send: "أرسلوا إليّ رسالة تجريبية",
    sent: "إذا كان الوصول إلى هذا العنوان ممكنًا فهناك رسالة تجريبية في الطريق. لن يصلك شيء آخر قبل أن تؤكدها.",
    code: "الرمز الوارد في الرسالة النصية",
    test_title: "تجربة: لم يحدث شيء",
    test_body: "طلب أحدهم إرسال الإنذارات إلى هنا. إن كنت أنت، فأكد وصول هذه الرسالة؛ وحتى ذلك الحين لن يصلك شيء. وإن لم تكن أنت، فلا تفعل شيئًا.",
    later_test_body: "هذه هي التجربة التي طلبتها. لم يحدث شيء، وليس عليك فعل شيء.",
    heard: "وصلت الرسالة التجريبية",
    is_pending: "غير مؤكد: لن يصلك شيء.",
    is_live: "مؤكد: ستصلك هنا الإنذارات الخاصة بأماكنك.",
    test: "إرسال رسالة تجريبية",
    test_sent: "التجربة في الطريق. إذا لم تصل خلال دقائق فلن تصل الإنذارات أيضًا.",
    choose: "اختيار الأماكن واللغة من جديد",
    chosen: "تم الاختيار من جديد: ستصلك التحذيرات من الآن لهذه الأماكن ولا لغيرها.",
    leave: "لا ترسلوا إليّ شيئًا بعد الآن",
    left: "لن يصلك شيء بعد الآن. مُحي ما كنا نعرفه عنك.",
    unknown: "هذا الرابط لا يؤدي إلى شيء: إما أنه استُخدم، أو أنه قديم، أو أنك انسحبت.",
    back: "الإنذارات الحالية",
    privacy: "نحفظ طريقة الوصول إليك، وأماكنك بدقة مجمع من المنازل، ولغتك، والمساعدة التي تحتاج إليها؛ كل ذلك مختوم، ويُمحى عند انسحابك.",
    refused: "لم يُفهم هذا",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_language_that_there_is_comes_first() {
        assert_eq!(of(["de", "fr-CA", "ar"]).tag, "fr");
        assert_eq!(of(["AR-iq"]).direction, "rtl");
        assert_eq!(of(["", "xx"]).tag, "en");
    }
}
