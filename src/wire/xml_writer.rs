//! Writes elements as the national service does: four blanks for each level, empty elements closed at once.

/// Exactly this declaration is deleted as text by one client (witness W2).
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An XML text that grows.
#[derive(Debug)]
pub struct XmlWriter {
    text: String,
    open: Vec<String>,
}

impl XmlWriter {
    /// A document with nothing but its declaration.
    pub fn new() -> Self {
        let mut text = String::with_capacity(6 << 10);
        text.push_str(DECLARATION);
        Self {
            text,
            open: Vec::with_capacity(6),
        }
    }

    /// Opens an element; `tag` is its name with its attributes, which the caller has escaped.
    pub fn open(&mut self, tag: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(tag);
        self.text.push_str(">\n");
        let name = tag.split(' ').next().unwrap_or(tag);
        self.open.push(name.to_owned());
    }

    /// Closes the element that was opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str("</");
            self.text.push_str(&name);
            self.text.push_str(">\n");
        }
    }

    /// An element without content.
    pub fn empty(&mut self, tag: &str) {
        self.indent();
        self.text.push('<');
        self.text.push_str(tag);
        self.text.push_str("/>\n");
    }

    /// An element with a text; without one it is closed at once, because that is how the service writes what
    /// it does not know.
    pub fn leaf(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return self.empty(name);
        }
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        self.text.push('>');
        escape_into(&mut self.text, value);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// The text; every element is closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn indent(&mut self) {
        const BLANKS: &str = "                                ";
        let width = (self.open.len() * 4).min(BLANKS.len());
        self.text.push_str(&BLANKS[..width]);
    }
}

/// Escapes a text for an element or an attribute in double quotes. What XML cannot carry is left out.
pub fn escape_into(out: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{8}'
            | '\u{B}'
            | '\u{C}'
            | '\u{E}'..='\u{1F}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {}
            other => out.push(other),
        }
    }
}

/// A text escaped for an attribute in double quotes.
pub fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    escape_into(&mut out, value);
    out
}
