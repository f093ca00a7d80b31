//! A message with its texts masked, for those who may see its shape and nobody in it.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::xml_writer::escape_into;

/// The XML with every text handed to `mask` together with the name of its element. Attributes other than
/// namespaces, comments and instructions are left out. `None` where it is no XML.
pub fn masked(xml: &str, mask: impl Fn(&str, &str) -> String) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::with_capacity(xml.len());
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut has_root = false;
    loop {
        let event = reader.read_event().ok()?;
        let is_text = matches!(
            event,
            Event::Text(_) | Event::GeneralRef(_) | Event::CData(_)
        );
        if !is_text && !text.is_empty() {
            let element = open.last().map_or("", String::as_str);
            write_text(&mut out, element, &text, &mask);
            text.clear();
        }
        match event {
            Event::Start(start) => {
                has_root = true;
                write_tag(&mut out, &start, false)?;
                open.push(start.local_name().as_ref().to_owned());
            }
            Event::Empty(start) => {
                has_root = true;
                write_tag(&mut out, &start, true)?;
            }
            Event::End(end) => {
                open.pop()?;
                out.extend(["</", end.name().as_ref(), ">"]);
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => text.push(character),
                None => text.push_str(resolve_predefined_entity(&reference.xml10_content())?),
            },
            Event::Eof => return (has_root && open.is_empty()).then_some(out),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// A text; what stands between elements is nobody's.
fn write_text(out: &mut String, element: &str, text: &str, mask: &impl Fn(&str, &str) -> String) {
    if text.trim().is_empty() {
        out.push_str(text);
    } else {
        escape_into(out, &mask(element, text));
    }
}

fn write_tag(out: &mut String, start: &BytesStart<'_>, is_empty: bool) -> Option<()> {
    out.extend(["<", start.name().as_ref()]);
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let name = attribute.key.as_ref();
        if name == "xmlns" || name.starts_with("xmlns:") {
            out.extend([" ", name, "=\""]);
            out.push_str(&attribute.value);
            out.push('"');
        }
    }
    out.push_str(if is_empty { "/>" } else { ">" });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stars(element: &str, text: &str) -> String {
        if element == "Kept" {
            text.to_owned()
        } else {
            "*".repeat(text.chars().count())
        }
    }

    #[test]
    fn texts_are_masked_and_the_shape_stays() {
        let xml = "<?xml version=\"1.0\"?><!-- Thành --><a:b xmlns:a=\"urn:x\" who=\"Thành\">\n  <Kept>1 &amp; 2</Kept><c>Th&#224;nh</c><![CDATA[042]]><d/></a:b>";
        assert_eq!(
            masked(xml, stars).expect("XML"),
            "<a:b xmlns:a=\"urn:x\">\n  <Kept>1 &amp; 2</Kept><c>*****</c>***<d/></a:b>"
        );
    }

    #[test]
    fn what_is_no_whole_xml_is_not_told() {
        for broken in [
            "",
            "042085000488",
            "<a>",
            "<a></b>",
            "<a>&x;</a>",
            "{\"a\":1}",
        ] {
            assert_eq!(masked(broken, stars), None, "{broken}");
        }
    }
}
