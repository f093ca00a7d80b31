//! Which world a request is in: by the path prefix `/s/{id}`, the header `X-Dancu-Sandbox`, or the key of a sandbox.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::http::Uri;
use actix_web::http::header::HeaderName;
use actix_web::http::uri::PathAndQuery;
use actix_web::{HttpMessage as _, web};

use super::app::{App, SandboxFacts, Shared};
use super::call::key_of;
use super::plan::{Plan, PlanError};
use super::problem::{
    Problem, SANDBOX_AMBIGUOUS, SANDBOX_EXISTS, SANDBOX_NOT_FOUND, SANDBOXES_TOO_MANY,
};
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::registry::{Caller, Scopes};
use crate::worlds::{ClockSetting, World};

/// The header that chooses a sandbox.
const X_DANCU_SANDBOX: HeaderName = HeaderName::from_static("x-dancu-sandbox");
/// What stands before the id of a sandbox in a path.
const PREFIX: &str = "/s/";
/// What acts on a sandbox from outside: the rest of the path is one below `/admin`, in that world.
const ADMIN_PREFIX: &str = "/admin/sandboxes/";
/// What the key of a sandbox begins with; its id and a secret follow.
const KEY_PREFIX: &str = "sandbox.";
/// The most sandboxes at once.
const MOST: usize = 10_000;
/// The longest id.
const MOST_ID: usize = 40;

/// All worlds: the default one, and the sandboxes.
#[derive(Debug)]
pub struct Worlds {
    default: web::Data<App>,
    plan: Plan,
    sandboxes: RwLock<HashMap<Box<str>, Arc<Sandbox>>>,
}

/// A sandbox and how long it lives.
#[derive(Debug)]
pub struct Sandbox {
    /// Its application.
    pub app: web::Data<App>,
    /// It goes when nobody has asked for it for so long; `None` keeps it.
    pub idle_millis: Option<u64>,
    used: AtomicU64,
}

/// A sandbox to make.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Its id; a random one when absent.
    pub id: Option<String>,
    /// After how many milliseconds without a request it goes; never when absent.
    pub idle_millis: Option<u64>,
    /// Its clock; that of the default world's start when absent.
    pub clock: Option<ClockSetting>,
}

impl Sandbox {
    /// When it goes, if nobody asks for it until then.
    pub fn ends_at(&self) -> Option<Timestamp> {
        let used = self.used.load(Ordering::Relaxed);
        self.idle_millis
            .map(|millis| Timestamp(used.saturating_add(millis)))
    }

    fn is_over(&self, now: Timestamp) -> bool {
        self.ends_at().is_some_and(|end| end < now)
    }

    fn facts(&self) -> Option<&SandboxFacts> {
        self.app.sandbox.as_ref()
    }
}

impl Worlds {
    /// The default world alone.
    pub fn new(plan: Plan, shared: Arc<Shared>, world: Arc<World>) -> Result<Self, PlanError> {
        let default = plan.app(shared, world, String::new(), None)?;
        Ok(Self {
            default: web::Data::new(default),
            plan,
            sandboxes: RwLock::default(),
        })
    }

    /// The application of the default world.
    pub fn default_world(&self) -> &web::Data<App> {
        &self.default
    }

    /// The settings that every world is made from.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Makes a sandbox.
    pub fn make(&self, wanted: Wanted, now: Timestamp) -> Result<Arc<Sandbox>, Problem> {
        let secret = Chance.secret().map_err(Problem::internal)?;
        let id = match wanted.id {
            Some(id) => id,
            None => random_id().map_err(Problem::internal)?,
        };
        let facts = SandboxFacts {
            key: format!("{KEY_PREFIX}{id}.{secret}").into(),
            caller: Arc::new(Caller {
                id: format!("sandbox:{id}").into(),
                scopes: Scopes::all(),
            }),
            id: id.as_str().into(),
            made_at: now,
        };
        let world = Arc::new(self.default.world.beside(wanted.clock));
        let shared = Arc::clone(&self.default.shared);
        let app = self
            .plan
            .app(shared, world, format!("{PREFIX}{id}"), Some(facts))
            .map_err(Problem::internal)?;
        let sandbox = Arc::new(Sandbox {
            app: web::Data::new(app),
            idle_millis: wanted.idle_millis,
            used: AtomicU64::new(now.0),
        });
        let mut sandboxes = self
            .sandboxes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        sandboxes.retain(|_, sandbox| !sandbox.is_over(now));
        if sandboxes.contains_key(id.as_str()) {
            return Err(Problem::new(&SANDBOX_EXISTS));
        }
        if sandboxes.len() >= MOST {
            return Err(Problem::with_detail(
                &SANDBOXES_TOO_MANY,
                format!("Đã có {MOST} sandbox. Hãy xóa bớt bằng DELETE /admin/sandboxes/{{id}}."),
                format!(
                    "There are {MOST} already. Delete some with DELETE /admin/sandboxes/{{id}}."
                ),
            ));
        }
        sandboxes.insert(id.into(), Arc::clone(&sandbox));
        Ok(sandbox)
    }

    /// The sandbox with this id, if it has not ended.
    pub fn find(&self, id: &str, now: Timestamp) -> Option<Arc<Sandbox>> {
        let sandboxes = self
            .sandboxes
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let found = sandboxes.get(id)?;
        (!found.is_over(now)).then(|| Arc::clone(found))
    }

    /// All sandboxes, by the time they were made.
    pub fn all(&self, now: Timestamp) -> Vec<Arc<Sandbox>> {
        let sandboxes = self
            .sandboxes
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = sandboxes
            .values()
            .filter(|sandbox| !sandbox.is_over(now))
            .cloned()
            .collect();
        all.sort_by_key(|sandbox| {
            let facts = sandbox.facts();
            facts.map(|facts| (facts.made_at, facts.id.clone()))
        });
        all
    }

    /// Throws a sandbox away; whether there was one.
    pub fn delete(&self, id: &str, now: Timestamp) -> bool {
        let mut sandboxes = self
            .sandboxes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let deleted = sandboxes.remove(id);
        drop(sandboxes);
        deleted.is_some_and(|sandbox| !sandbox.is_over(now))
    }

    /// Throws away what has ended.
    pub fn sweep(&self, now: Timestamp) {
        let mut sandboxes = self
            .sandboxes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        sandboxes.retain(|_, sandbox| !sandbox.is_over(now));
    }

    /// Puts the application of the world that the request is in into its data, and takes the prefix off its
    /// path. Path, header and key have to agree where more than one names a sandbox.
    pub fn enter(&self, request: &mut ServiceRequest, now: Timestamp) -> Result<(), Problem> {
        let Some(named) = Named::of(request)? else {
            return Ok(());
        };
        let sandbox = self.find(&named.id, now).ok_or_else(|| {
            Problem::with_detail(
                &SANDBOX_NOT_FOUND,
                "Tạo bằng POST /admin/sandboxes. Một sandbox biến mất khi hết hạn, bị xóa, hoặc khi máy chủ dừng.",
                "Make one with POST /admin/sandboxes. A sandbox goes when its time is over, when it is deleted, or when the server ends.",
            )
        })?;
        sandbox.used.store(now.0, Ordering::Relaxed);
        if let Some(path) = named.path {
            let whole = request.path();
            let prefix = whole.strip_suffix(path.as_str()).unwrap_or_default();
            let prefix = TakenPrefix(prefix.to_owned());
            request.extensions_mut().insert(prefix);
            set_path(request, &path);
        }
        let mut data = Extensions::new();
        data.insert(sandbox.app.clone());
        request.add_data_container(Rc::new(data));
        Ok(())
    }
}

/// What was taken off the path of a request: `/s/{id}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenPrefix(pub String);

/// How a request names a sandbox.
struct Named {
    id: String,
    /// The path without the prefix, where the path named it.
    path: Option<String>,
}

impl Named {
    fn of(request: &ServiceRequest) -> Result<Option<Self>, Problem> {
        let in_path = of_path(request.path());
        let headers = request.headers();
        let in_header = headers
            .get(X_DANCU_SANDBOX)
            .map(|value| value.to_str().unwrap_or_default());
        let in_key = key_of(headers).and_then(sandbox_of_key);
        let mut names = [in_path.as_ref().map(|(id, _)| *id), in_header, in_key]
            .into_iter()
            .flatten();
        let Some(id) = names.next() else {
            return Ok(None);
        };
        if names.any(|other| other != id) {
            return Err(Problem::with_detail(
                &SANDBOX_AMBIGUOUS,
                "Đường dẫn /s/{id}, tiêu đề X-Dancu-Sandbox và khóa của sandbox phải chỉ cùng một sandbox.",
                "The path /s/{id}, the header X-Dancu-Sandbox and the key of a sandbox must name the same one.",
            ));
        }
        Ok(Some(Self {
            id: id.to_owned(),
            path: in_path.map(|(_, rest)| rest),
        }))
    }
}

/// The id of the sandbox that a key is of.
pub fn sandbox_of_key(key: &str) -> Option<&str> {
    let (id, _secret) = key.strip_prefix(KEY_PREFIX)?.split_once('.')?;
    Some(id)
}

/// The id in a path and the path within that world: `/s/x/v1/match` to `x` and `/v1/match`,
/// `/admin/sandboxes/x/reset` to `x` and `/admin/reset`.
fn of_path(path: &str) -> Option<(&str, String)> {
    if let Some(rest) = path.strip_prefix(PREFIX) {
        let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
        return Some((id, format!("/{rest}")));
    }
    let (id, rest) = path.strip_prefix(ADMIN_PREFIX)?.split_once('/')?;
    Some((id, format!("/admin/{rest}")))
}

fn set_path(request: &mut ServiceRequest, path: &str) {
    let mut parts = request.uri().clone().into_parts();
    let query = request.query_string();
    let whole = if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    // What was a path and lost its beginning is one still.
    if let Ok(whole) = PathAndQuery::from_maybe_shared(whole) {
        parts.path_and_query = Some(whole);
    }
    if let Ok(uri) = Uri::from_parts(parts) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
}

/// Ten letters and digits: 50 bits, and no key to anything.
fn random_id() -> Result<String, crate::chance::NoChance> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 10] = Chance.bytes()?;
    let letters = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    Ok(letters.collect())
}

/// Whether an id can stand in a path and a key as it is: letters, digits and dashes.
pub fn is_an_id(id: &str) -> bool {
    (1..=MOST_ID).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_sandbox_in_two_places() {
        for (path, named) in [
            ("/s/x/v1/match", Some(("x", "/v1/match"))),
            ("/s/x", Some(("x", "/"))),
            ("/s/x/", Some(("x", "/"))),
            ("/s/", Some(("", "/"))),
            ("/admin/sandboxes/x/reset", Some(("x", "/admin/reset"))),
            (
                "/admin/sandboxes/x/snapshots/a",
                Some(("x", "/admin/snapshots/a")),
            ),
            ("/admin/sandboxes/x", None),
            ("/admin/reset", None),
            ("/v1/match", None),
        ] {
            let found = of_path(path);
            let found = found.as_ref().map(|(id, path)| (*id, path.as_str()));
            assert_eq!(found, named, "{path}");
        }
    }

    #[test]
    fn random_ids_are_ids() {
        for _ in 0..100 {
            assert!(is_an_id(&random_id().expect("chance")));
        }
        for wrong in ["", "A", "a/b", "a.b", "é", &"a".repeat(MOST_ID + 1)] {
            assert!(!is_an_id(wrong), "{wrong}");
        }
    }
}
