//! The least HTTP/1.1 that sends reports over a connection that stays open. Written by hand because the
//! load shares the processors with the server: a full client costs more than what is measured.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;
use std::time::Duration;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// Answers are a few hundred bytes.
const ANSWER_BYTES_MAX: usize = 16 * 1_024;
/// Digits and spaces in which a reading is written, so that every request has the same length.
const READING_BYTES: usize = 12;

/// The reports of one sensor, as requests and answers.
#[derive(Debug)]
pub struct Reports {
    request: Vec<u8>,
    reading_at: Range<usize>,
    reading: u64,
    answer: Vec<u8>,
}

impl Reports {
    /// Of the sensor that holds this token; its readings are numbered from behind `last` on.
    pub fn new(address: SocketAddr, token: &str, last: u64) -> Self {
        let blank = " ".repeat(READING_BYTES);
        let before = r#"{"reading":"#;
        let after =
            r#","danger":"rockets","confidence":"observed","place":{"lat":33.3021,"lon":44.3905}}"#;
        let head = post(
            address,
            "/api/v1/reports",
            token,
            before.len() + READING_BYTES + after.len(),
        );
        let start = head.len() + before.len();
        Self {
            request: format!("{head}{before}{blank}{after}").into_bytes(),
            reading_at: start..start + READING_BYTES,
            reading: last,
            answer: Vec::with_capacity(ANSWER_BYTES_MAX),
        }
    }

    /// The request that carries the next reading.
    pub fn next(&mut self) -> &[u8] {
        self.reading += 1;
        let digits = format!("{:>READING_BYTES$}", self.reading);
        self.request[self.reading_at.clone()].copy_from_slice(digits.as_bytes());
        self.answer.clear();
        &self.request
    }

    /// The warning that the report just accepted set off, if it did.
    pub fn warning(&self) -> Option<u64> {
        let (_, body) = whole(&self.answer).ok()??;
        let body: serde_json::Value = serde_json::from_slice(&self.answer[body]).ok()?;
        body["warning"].as_u64()
    }

    /// Takes bytes of the answer; true once it is whole and says that the report was accepted.
    pub fn take(&mut self, bytes: &[u8]) -> Result<bool, String> {
        self.answer.extend_from_slice(bytes);
        let Some((status, _)) = whole(&self.answer)? else {
            return Ok(false);
        };
        if status == 201 {
            Ok(true)
        } else {
            Err(format!(
                "a report was answered with {status}: {}",
                String::from_utf8_lossy(&self.answer)
            ))
        }
    }
}

/// A connection that waits for each answer.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    stream: TcpStream,
}

impl Line {
    /// Connects.
    pub fn connect(address: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(address)
            .map_err(|error| format!("failed to connect to {address}: {error}"))?;
        let set = stream
            .set_nodelay(true)
            .and_then(|()| stream.set_read_timeout(Some(PATIENCE)));
        set.map_err(|error| format!("failed to set up a connection: {error}"))?;
        Ok(Self { address, stream })
    }

    /// Sends the next report, and waits until it is accepted.
    pub fn report(&mut self, reports: &mut Reports) -> Result<(), String> {
        let mut bytes = [0; 1_024];
        self.write(reports.next())?;
        loop {
            let read = self.read(&mut bytes)?;
            if reports.take(&bytes[..read])? {
                return Ok(());
            }
        }
    }

    /// Asks for something with a JSON body; the answer's status and body.
    pub fn post(&mut self, path: &str, token: &str, body: &str) -> Result<(u16, String), String> {
        let head = post(self.address, path, token, body.len());
        self.ask(&format!("{head}{body}"))
    }

    /// Asks for something that everybody may see; the answer's status and body.
    pub fn get(&mut self, path: &str) -> Result<(u16, String), String> {
        let address = self.address;
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n"))
    }

    /// The same as whoever holds a token.
    pub fn get_as(&mut self, path: &str, token: &str) -> Result<(u16, String), String> {
        let address = self.address;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\r\n"
        ))
    }

    fn ask(&mut self, request: &str) -> Result<(u16, String), String> {
        self.write(request.as_bytes())?;
        let (mut answer, mut bytes) = (Vec::new(), [0; 1_024]);
        loop {
            let read = self.read(&mut bytes)?;
            answer.extend_from_slice(&bytes[..read]);
            if let Some((status, body)) = whole(&answer)? {
                let body = String::from_utf8_lossy(&answer[body]).into_owned();
                return Ok((status, body));
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        let written = self.stream.write_all(bytes);
        written.map_err(|error| format!("failed to send a request: {error}"))
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, String> {
        loop {
            match self.stream.read(bytes) {
                Ok(0) => return Err("the server closed the connection".to_owned()),
                Ok(read) => return Ok(read),
                // Whoever stops and continues this program, to measure in quiet, interrupts what waits.
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(format!("failed to read an answer: {error}")),
            }
        }
    }
}

fn post(address: SocketAddr, path: &str, token: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Status and place of the body, once all of it is there.
fn whole(answer: &[u8]) -> Result<Option<(u16, Range<usize>)>, String> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return if answer.len() > ANSWER_BYTES_MAX {
            Err("the head of an answer has no end".to_owned())
        } else {
            Ok(None)
        };
    };
    let head = std::str::from_utf8(&answer[..end]).map_err(|error| error.to_string())?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.trim().parse::<usize>().ok());
    let (Some(status), Some(length)) = (status, length) else {
        return Err(format!("an answer without status or length: {head}"));
    };
    let body = end + 4..end + 4 + length;
    Ok((answer.len() >= body.end).then_some((status, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is() {
        let answer = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}";
        for cut in 0..answer.len() {
            assert_eq!(whole(&answer[..cut]).unwrap(), None, "cut at {cut}");
        }
        let body = answer.len() - 2..answer.len();
        assert_eq!(whole(answer).unwrap(), Some((201, body)));
        assert!(whole(b"HTTP/1.1 201 Created\r\n\r\n").is_err());
    }

    #[test]
    fn every_report_has_a_higher_reading_and_is_valid_json_of_the_length_it_says() {
        let address = SocketAddr::from(([127, 0, 0, 1], 1));
        let mut reports = Reports::new(address, "vigie_x", 1_000_000_000);
        for reading in 1_000_000_001..=1_000_000_011u64 {
            let text = String::from_utf8(reports.next().to_vec()).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.ends_with(&format!("Content-Length: {}", body.len())));
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            assert_eq!(body["reading"], reading);
        }
        assert!(
            reports
                .take(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
                .is_err()
        );
    }
}
