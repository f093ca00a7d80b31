//! Addresses that are called by another name from inside: a public URL behind a mapped port.

/// Calls to `named` go to `reached`: in a container, the port of the public URL leads nowhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    named: String,
    reached: String,
}

impl Reach {
    /// From the prefix that URLs carry to the one to call, `https://portal.example` to
    /// `http://127.0.0.1:8080`.
    pub fn new(named: &str, reached: &str) -> Self {
        Self {
            named: named.trim_end_matches('/').to_owned(),
            reached: reached.trim_end_matches('/').to_owned(),
        }
    }

    /// The URL to call for `url`. The prefix ends where a host or a path segment ends, so that
    /// `http://a:80` is none of `http://a:8080`.
    pub fn url_to_call(&self, url: &str) -> Option<String> {
        let rest = url.strip_prefix(&self.named)?;
        let whole = rest.is_empty() || rest.starts_with(['/', '?', '#']);
        whole.then(|| format!("{}{rest}", self.reached))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_replaced_only_where_it_ends() {
        let reach = Reach::new("http://localhost:80/", "http://127.0.0.1:8080");
        for (url, called) in [
            ("http://localhost:80", Some("http://127.0.0.1:8080")),
            ("http://localhost:80/a?b", Some("http://127.0.0.1:8080/a?b")),
            ("http://localhost:80?b", Some("http://127.0.0.1:8080?b")),
            ("http://localhost:8099/a", None),
            ("http://localhost.evil/a", None),
            ("https://localhost:80/a", None),
        ] {
            assert_eq!(reach.url_to_call(url).as_deref(), called, "{url}");
        }
    }
}
