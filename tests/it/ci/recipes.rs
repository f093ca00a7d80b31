//! Recipes, the Containerfile and the scripts hold against the judges of their kinds.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use super::{recipe, text_of};
use crate::support::{Output, finish};

/// Lines may be as long as those of the other texts; flow style is what makes recipes small.
const YAML_RULES: &str = "{extends: default, rules: {line-length: {max: 130}, document-start: disable, \
    truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}}}";

/// Each recipe and the schema of who reads it.
const SCHEMAS: [(&str, &str); 3] = [
    ("github-actions.yml", "vendor.github-workflows"),
    ("gitlab-ci.yml", "vendor.gitlab-ci"),
    ("compose.yaml", "vendor.compose-spec"),
];

/// A tool that came as a Python package.
fn python_tool(name: &str, arguments: &[&str]) -> Output {
    let tool = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/.venv/bin");
    finish(Command::new(Path::new(tool).join(name)).args(arguments), "")
}

#[test]
fn every_recipe_is_yaml_in_good_style() {
    for (name, _) in SCHEMAS {
        let file = recipe(name);
        python_tool(
            "yamllint",
            &["--strict", "-d", YAML_RULES, file.to_str().unwrap()],
        )
        .succeeded();
    }
}

#[test]
fn every_recipe_is_what_its_reader_takes() {
    for (name, schema) in SCHEMAS {
        let file = recipe(name);
        let arguments = ["--builtin-schema", schema, file.to_str().unwrap()];
        python_tool("check-jsonschema", &arguments).succeeded();
    }
    for entry in std::fs::read_dir(recipe("")).unwrap() {
        let path = entry.unwrap().path();
        let is_yaml = matches!(
            path.extension().and_then(OsStr::to_str),
            Some("yml" | "yaml")
        );
        let known = SCHEMAS.iter().any(|(name, _)| recipe(name) == path);
        assert!(!is_yaml || known, "{path:?} is held against nothing");
    }
}

#[test]
fn the_workflow_has_no_hole_that_zizmor_knows() {
    let file = recipe("github-actions.yml");
    // That the variable of the image may hold a tag is for its owner, and of low confidence.
    let arguments = [
        "--offline",
        "--no-progress",
        "--min-confidence",
        "medium",
        file.to_str().unwrap(),
    ];
    python_tool("zizmor", &arguments).succeeded();
}

#[test]
fn scripts_are_clean_for_shellcheck() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tools = std::fs::read_dir(root.join("tools")).unwrap();
    let scripts = tools.map(|entry| entry.unwrap().path());
    for script in scripts.chain([root.join(".ci/run"), recipe("portal-job.sh")]) {
        let output = finish(Command::new("shellcheck").arg(&script), "").succeeded();
        assert_eq!(output.out, "");
    }
}

#[test]
fn recipes_name_the_version_of_this_image_and_no_other() {
    for name in [
        "README.md",
        "gitlab-ci.yml",
        "compose.yaml",
        "testcontainers_dancu.py",
    ] {
        let text = text_of(name);
        // A host of that name stands behind two slashes.
        let text = text.replace("//dancu:", "");
        let versions = text.split("/dancu:").skip(1);
        let mut count = 0;
        for rest in versions {
            assert!(
                rest.starts_with(env!("CARGO_PKG_VERSION")),
                "{name}: {rest:.20}"
            );
            count += 1;
        }
        assert!(count > 0, "{name}");
    }
}

#[test]
fn the_image_is_static_files_for_a_user_without_rights_and_one_port() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Containerfile");
    let text = std::fs::read_to_string(path).unwrap().replace("\\\n", "");
    let all = |word: &str| {
        let lines = text.lines().filter_map(|line| line.strip_prefix(word));
        lines.map(str::trim).collect::<Vec<_>>()
    };
    assert_eq!(all("FROM "), ["scratch"]);
    assert_eq!(all("USER "), ["65532:65532"]);
    assert_eq!(all("EXPOSE "), ["8080"]);
    assert_eq!(all("VOLUME "), ["/data"]);
    assert_eq!(all("RUN "), [""; 0], "there is no shell");
    let health = all("HEALTHCHECK ");
    assert!(
        health[0].ends_with(r#"CMD ["/dancu", "healthcheck"]"#),
        "{health:?}"
    );
    let settings = all("ENV ")[0].split_whitespace().collect::<Vec<_>>();
    for setting in ["DANCU_HOST=0.0.0.0", "DANCU_PORT=8080", "DANCU_DATA=/data"] {
        assert!(settings.contains(&setting), "{settings:?}");
    }
}

#[test]
fn every_setting_of_the_image_is_one_of_the_server() {
    let list = crate::support::dancu(&["config", "--json"])
        .succeeded()
        .json();
    let list = list.as_array().unwrap();
    for text in [
        text_of("README.md"),
        text_of("compose.yaml"),
        text_of("github-actions.yml"),
        text_of("gitlab-ci.yml"),
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Containerfile")).unwrap(),
    ] {
        for rest in text.split("DANCU_").skip(1) {
            let end = rest.find(|letter: char| !letter.is_ascii_uppercase() && letter != '_');
            let variable = format!("DANCU_{}", &rest[..end.unwrap_or(rest.len())]);
            let known = list.iter().any(|setting| setting["variable"] == variable);
            assert!(known || variable == "DANCU_IMAGE", "{variable}");
        }
    }
}
