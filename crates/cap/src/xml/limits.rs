//! How much of anything is read before it is refused.

/// Bytes of a file that is not in UTF-8: decoding makes up to three of one, twice. Real ones are a hundredth of it.
pub(crate) const LEGACY_BYTES_MAX: usize = 2 << 20;

/// Limits of one reading. Memory and time grow with these and with nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file: the largest national feeds are under 2 MB; 16 MiB leaves room.
    pub file_bytes_max: usize,
    /// Bytes of one alert: the largest real one is 38 kB; 256 KiB leaves room for an embedded recording.
    pub alert_bytes_max: usize,
    /// Nested elements: an alert in a wrapper needs 9.
    pub depth_max: usize,
    /// Elements of the whole file: the largest real feed has 24,000.
    pub file_nodes_max: usize,
    /// Texts, references, comments and instructions of the whole file: the largest real feed has 24,000.
    pub file_pieces_max: usize,
    /// Attributes of the whole file: looking for doubles costs the square of those of one element.
    pub file_attributes_max: usize,
    /// Bytes of one opening tag, with its names and attributes: the longest real one has 500.
    pub tag_bytes_max: usize,
    /// Elements in one alert: the largest real one has 858.
    pub nodes_max: usize,
    /// Infos in one alert: real ones have a handful, and each costs a hundred times its shortest text.
    pub infos_max: usize,
    /// Attributes of one element, and namespaces declared around one: the largest real root has 9.
    pub attributes_max: usize,
    /// Bytes of text in one element: a recording in base64 is the longest.
    pub text_bytes_max: usize,
    /// Alerts in one file: the largest real bundle has 68.
    pub alerts_max: usize,
    /// Findings kept for one alert: more help nobody.
    pub findings_max: usize,
    /// Findings kept for all alerts of one file; after these each further alert keeps its first few.
    pub file_findings_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes_max: 16 << 20,
            alert_bytes_max: 256 << 10,
            depth_max: 32,
            file_nodes_max: 250_000,
            file_pieces_max: 250_000,
            file_attributes_max: 150_000,
            tag_bytes_max: 32 << 10,
            nodes_max: 10_000,
            infos_max: 64,
            attributes_max: 64,
            text_bytes_max: 192 << 10,
            alerts_max: 1_000,
            findings_max: 200,
            file_findings_max: 20_000,
        }
    }
}
