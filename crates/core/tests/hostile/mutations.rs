//! Orders with something changed, as many as are asked for, the same for the same seed: what anybody can make of
//! orders that they heard on the wire, without the key.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use ed25519_dalek::SigningKey;
use vigie_core::ids::SirenId;
use vigie_core::jws::{self, Kind};
use vigie_core::siren::{Order, Program, Role, Tone, sign_order};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

/// When the orders that are changed may be obeyed.
pub const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);

/// The order of the group of Ed25519, least byte first: a signature with it added once more is another text that a
/// careless reader takes for the same.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Changed orders without end.
pub struct Mutations {
    chance: u64,
    good: Vec<String>,
    stranger: SigningKey,
}

impl Mutations {
    /// Changes of orders to the siren `gate` of the site `compound`, each signed by its key.
    pub fn new(seed: u64, live: &SigningKey, exercise: &SigningKey, stop: &SigningKey) -> Self {
        let good = (1..=8u64)
            .map(|n| {
                let status = [Status::Actual, Status::Exercise][usize::from(n % 2 == 0)];
                let program = match n % 3 {
                    0 => Program::Stop,
                    1 => Program::Sound {
                        tone: Tone::WailWarning,
                        duration_s: 60,
                    },
                    _ => Program::AllClear {
                        tone: Tone::AllClearSteady,
                        duration_s: 30,
                    },
                };
                let order = Order {
                    v: 1,
                    order: n,
                    site: "compound".into(),
                    target: SirenId::new("gate"),
                    epoch: 1,
                    ctr: n,
                    not_before: NOW,
                    expires: NOW.plus_s(90),
                    program,
                    alert_sha256: "ab".repeat(32),
                    status,
                    nonce: None,
                };
                let key = match Role::of(&order) {
                    Role::Live => live,
                    Role::Exercise => exercise,
                    Role::Stop => stop,
                };
                sign_order(&order, key)
            })
            .collect();
        Self {
            chance: seed | 1,
            good,
            stranger: SigningKey::from_bytes(&[66; 32]),
        }
    }

    /// The orders that are changed: each is obeyed as it is.
    pub fn good(&self) -> &[String] {
        &self.good
    }

    /// The next text; never one of [`Self::good`].
    pub fn next(&mut self) -> String {
        loop {
            let text = self.change();
            if !self.good.contains(&text) {
                return text;
            }
        }
    }

    fn change(&mut self) -> String {
        let good = self.any_good();
        let mut parts: Vec<String> = good.split('.').map(str::to_owned).collect();
        match self.below(10) {
            // Any characters, anywhere.
            0 => self.with_characters(&good),
            // Any bits of what is signed, or of the signature, well encoded.
            1 => self.with_bits(parts, 1),
            2 => self.with_bits(parts, 2),
            3 => self.with_bits(parts, 0),
            // Parts of different orders.
            4 => {
                let other = self.any_good();
                let at = self.below(3);
                let theirs = other.split('.').nth(at).unwrap_or_default();
                theirs.clone_into(&mut parts[at]);
                parts.join(".")
            }
            // Another number, siren or length, as if signed.
            5 => {
                let payload = self.with_field(&parts[1]);
                parts[1] = payload;
                parts.join(".")
            }
            // The same, signed by a stranger under our key's name.
            6 => {
                let payload = self.with_field(&parts[1]);
                let bytes = B64.decode(payload).unwrap_or_default();
                let theirs = jws::sign(Kind::Order, &self.stranger, &bytes);
                let (_, rest) = theirs.split_once('.').unwrap_or_default();
                format!("{}.{rest}", parts[0])
            }
            // Cut, or longer.
            7 => {
                let at = self.below(good.len());
                let letter = char::from(ALPHABET[self.below(64)]);
                [
                    good[..at].to_owned(),
                    format!("{good}{letter}"),
                    format!("{letter}{good}"),
                ][self.below(3)]
                .clone()
            }
            // The same bits, otherwise encoded.
            8 => {
                let at = self.below(3);
                let last = parts[at].pop().unwrap_or('A');
                let index = ALPHABET.iter().position(|c| char::from(*c) == last);
                let changed = ALPHABET[index.unwrap_or(0) ^ (1 + self.below(3))];
                parts[at].push(char::from(changed));
                if self.below(2) == 0 {
                    parts[at].push('=');
                }
                parts.join(".")
            }
            // Another signature of the same text, for whoever does not check that its number is the least.
            _ => {
                let mut bytes = B64.decode(&parts[2]).unwrap_or_default();
                let times = 1 + self.below(7);
                for _ in 0..times {
                    let mut carry = 0u16;
                    for (byte, add) in bytes.iter_mut().skip(32).zip(GROUP_ORDER) {
                        let sum = u16::from(*byte) + u16::from(add) + carry;
                        *byte = sum.to_le_bytes()[0];
                        carry = sum >> 8;
                    }
                }
                parts[2] = B64.encode(bytes);
                parts.join(".")
            }
        }
    }

    fn any_good(&mut self) -> String {
        let at = self.below(self.good.len());
        self.good[at].clone()
    }

    fn with_characters(&mut self, good: &str) -> String {
        let mut bytes = good.as_bytes().to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len());
            bytes[at] = ALPHABET[self.below(64)];
        }
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn with_bits(&mut self, mut parts: Vec<String>, at: usize) -> String {
        let mut bytes = B64.decode(&parts[at]).unwrap_or_default();
        for _ in 0..=self.below(3) {
            let byte = self.below(bytes.len());
            bytes[byte] ^= 1 << self.below(8);
        }
        parts[at] = B64.encode(bytes);
        parts.join(".")
    }

    fn with_field(&mut self, payload: &str) -> String {
        let text = String::from_utf8(B64.decode(payload).unwrap_or_default()).unwrap_or_default();
        let number = self.below(1_000_000);
        let edits = [
            ("\"ctr\":", format!("\"ctr\":{number}")),
            ("\"order\":", format!("\"order\":{number}")),
            ("\"target\":\"gate\"", "\"target\":\"wall\"".to_owned()),
            ("\"duration_s\":", format!("\"duration_s\":{}", number % 10)),
            (
                "\"expires\":17",
                format!("\"expires\":{}", 18 + number % 70),
            ),
            ("actual", "exercise".to_owned()),
            ("exercise", "actual".to_owned()),
        ];
        let (from, to) = &edits[self.below(edits.len())];
        B64.encode(text.replacen(from, to, 1))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        usize::try_from(self.chance >> 11).unwrap_or(0) % limit.max(1)
    }
}
