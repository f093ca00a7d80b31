//! Reads the pages of our own sites: forms, texts and links, as a browser would see them.

/// A piece of a page.
#[derive(Debug, Clone)]
enum Piece {
    /// `<name …>`.
    Open(Tag),
    /// `</name>`.
    Close(String),
    /// What stands between tags, with its references resolved.
    Text(String),
}

/// An opening tag.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The name, in lower case.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute; empty for one without a value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }

    /// The attributes, names and values.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let attributes = self.attributes.iter();
        attributes.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn has_class(&self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|one| one == class)
    }
}

/// A page, read.
#[derive(Debug, Clone)]
pub struct Markup(Vec<Piece>);

/// A form.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// `get` or `post`.
    pub method: String,
    /// Where it goes.
    pub action: String,
    /// Its fields and their values.
    pub fields: Vec<(String, String)>,
    /// Its buttons.
    pub buttons: Vec<Button>,
}

/// A button of a form.
#[derive(Debug, Clone, Default)]
pub struct Button {
    /// What stands on it.
    pub text: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// Its value.
    pub value: String,
}

impl Form {
    /// The button with this text or this value.
    pub fn button(&self, wanted: &str) -> Option<&Button> {
        let fits = |button: &&Button| button.text == wanted || button.value == wanted;
        self.buttons.iter().find(fits)
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known == name)?;
        Some(&found.1)
    }
}

/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

impl Markup {
    /// Reads a page.
    pub fn read(html: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            push_text(&mut pieces, &rest[..start]);
            let end = rest[start..].find('>').expect("a tag that ends") + start;
            pieces.extend(tag(&rest[start + 1..end]));
            rest = &rest[end + 1..];
        }
        push_text(&mut pieces, rest);
        Self(pieces)
    }

    /// Every opening tag.
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Open(tag) => Some(tag),
            Piece::Close(_) | Piece::Text(_) => None,
        })
    }

    /// The texts of the elements that are wanted, as a reader sees them.
    fn texts(&self, wanted: impl Fn(&Tag) -> bool) -> Vec<String> {
        let texts = self.raw_texts(wanted).into_iter();
        texts.map(|text| one_line(&text)).collect()
    }

    fn raw_texts(&self, wanted: impl Fn(&Tag) -> bool) -> Vec<String> {
        let opens = self.0.iter().enumerate();
        let starts = opens.filter_map(|(at, piece)| match piece {
            Piece::Open(tag) if wanted(tag) => Some(at),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => None,
        });
        starts.map(|at| raw_text(self.inside(at))).collect()
    }

    /// The texts of elements with this class that a screen reader announces.
    pub fn announced(&self, class: &str) -> Vec<String> {
        self.texts(|tag| tag.has_class(class) && tag.attribute("role").is_some())
    }

    /// The texts of elements with this class.
    pub fn of_class(&self, class: &str) -> Vec<String> {
        self.texts(|tag| tag.has_class(class))
    }

    /// The texts of elements with this name.
    pub fn of_name(&self, name: &str) -> Vec<String> {
        self.texts(|tag| tag.name == name)
    }

    /// The rows of all tables: the texts of their cells.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let rows = self.0.iter().enumerate();
        let rows = rows.filter_map(|(at, piece)| match piece {
            Piece::Open(tag) if tag.name == "tr" => Some(Self(self.inside(at).to_vec())),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => None,
        });
        let is_cell = |tag: &Tag| matches!(&*tag.name, "td" | "th");
        rows.map(|row| row.texts(is_cell)).collect()
    }

    /// The texts of elements with this name, each space and line as it stands.
    pub fn raw_of_name(&self, name: &str) -> Vec<String> {
        self.raw_texts(|tag| tag.name == name)
    }

    /// The text of the element with this id, each space and line as it stands.
    pub fn of_id(&self, id: &str) -> Option<String> {
        self.raw_texts(|tag| tag.attribute("id") == Some(id)).pop()
    }

    /// Where the link with this text leads.
    pub fn link(&self, text: &str) -> Option<String> {
        self.0
            .iter()
            .enumerate()
            .find_map(|(at, piece)| match piece {
                Piece::Open(tag) if tag.name == "a" => {
                    let fits = text_of(self.inside(at)).contains(text);
                    fits.then(|| tag.attribute("href").unwrap_or_default().to_owned())
                }
                Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => None,
            })
    }

    /// The forms.
    pub fn forms(&self) -> Vec<Form> {
        let opens = self.0.iter().enumerate();
        let forms = opens.filter_map(|(at, piece)| match piece {
            Piece::Open(tag) if tag.name == "form" => Some(form(tag, self.inside(at))),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => None,
        });
        forms.collect()
    }

    /// What lies between the tag at a place and its end.
    fn inside(&self, at: usize) -> &[Piece] {
        let Piece::Open(tag) = &self.0[at] else {
            return &[];
        };
        if VOID.contains(&tag.name.as_str()) {
            return &[];
        }
        let after = &self.0[at + 1..];
        let mut depth = 1_usize;
        let end = after.iter().position(|piece| {
            match piece {
                Piece::Open(inner) if inner.name == tag.name => depth += 1,
                Piece::Close(name) if *name == tag.name => depth -= 1,
                Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => {}
            }
            depth == 0
        });
        &after[..end.expect("an element that ends")]
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(resolved(text)));
    }
}

/// The inside of `<…>`; nothing for the document type.
fn tag(text: &str) -> Option<Piece> {
    if text.starts_with('!') {
        return None;
    }
    if let Some(name) = text.strip_prefix('/') {
        return Some(Piece::Close(name.trim().to_lowercase()));
    }
    let (name, mut rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        let attribute = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            (value, rest) = quoted.split_once('"').expect("a value that ends");
        }
        attributes.push((attribute, resolved(value)));
    }
    Some(Piece::Open(Tag {
        name: name.trim_end_matches('/').to_lowercase(),
        attributes,
    }))
}

fn form(tag: &Tag, inside: &[Piece]) -> Form {
    let mut form = Form {
        method: tag.attribute("method").unwrap_or("get").to_owned(),
        action: tag.attribute("action").unwrap_or_default().to_owned(),
        ..Form::default()
    };
    for (at, piece) in inside.iter().enumerate() {
        let Piece::Open(tag) = piece else {
            continue;
        };
        let value = tag.attribute("value").unwrap_or_default().to_owned();
        let name = tag.attribute("name").map(str::to_owned);
        match (tag.name.as_str(), name) {
            ("input", Some(name)) => form.fields.push((name, value)),
            ("button", name) => {
                let after = &inside[at + 1..];
                let end = after
                    .iter()
                    .position(|piece| matches!(piece, Piece::Close(name) if name == "button"));
                form.buttons.push(Button {
                    text: text_of(&after[..end.expect("a button that ends")]),
                    name,
                    value,
                });
            }
            _ => {}
        }
    }
    form
}

/// The text of pieces, with one space wherever there is any.
fn text_of(pieces: &[Piece]) -> String {
    one_line(&raw_text(pieces))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn raw_text(pieces: &[Piece]) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Open(_) | Piece::Close(_) => "",
    });
    texts.collect()
}

/// Resolves `&#60;`, `&lt;` and their like.
fn resolved(text: &str) -> String {
    let mut parts = text.split('&');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(';').expect("a reference that ends");
        let letter = match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            other => {
                let number = other.strip_prefix('#').expect("a known reference");
                char::from_u32(number.parse().unwrap()).unwrap()
            }
        };
        whole.push(letter);
        whole.push_str(rest);
    }
    whole
}
