//! `cargo bench --bench http`: how fast `dancu serve` answers next to a bare server, how soon, and how large it is.
//!
//! Prints figures and never judges them; it fails only if an answer was wrong. `-- --quick` takes fewer and shorter
//! rounds, `-- login` logins alone, `-- wire` match and the national wire alone, `-- sandboxes` sandboxes alone,
//! `-- scale SMALL LARGE` the same questions to two data folders. Populations are kept under `bench-data` of the target folder.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that prints its figures"
)]
#![expect(clippy::cast_precision_loss, reason = "no figure here comes near 2^52")]

mod bare;
mod bare_login;
mod flows;
mod generator;
mod load;
mod login;
mod machine;
mod national;
mod people;
mod report;
mod sandboxes;
mod scale;
mod server;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use load::{Lane, Load};
use people::People;
use report::{Report, Sizes, Starts};
use server::Server;

/// The program under test.
const DANCU: &str = env!("CARGO_BIN_EXE_dancu");
/// This program, told so, is the bare server.
const BARE_COMMAND: &str = "serve-bare";
/// And told so, that of logins.
const BARE_LOGIN_COMMAND: &str = "serve-bare-login";

/// What fails says why.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How long everything takes.
struct Effort {
    rounds: u32,
    seconds: u32,
    warm_up_seconds: u32,
    login_seconds: u32,
    starts: usize,
    seeds: usize,
}

const FULL: Effort = Effort {
    rounds: 6,
    seconds: 4,
    warm_up_seconds: 3,
    login_seconds: 3,
    starts: 20,
    seeds: 5,
};
const QUICK: Effort = Effort {
    rounds: 2,
    seconds: 2,
    warm_up_seconds: 1,
    login_seconds: 1,
    starts: 5,
    seeds: 1,
};

/// The population of a first start.
const SMALL: usize = 10_000;
/// The population that speed is measured over.
const LARGE: usize = 1_000_000;
/// Connections kept open at a time.
const CONNECTIONS: [u32; 2] = [8, 32];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_given = |word: &str| arguments.iter().any(|argument| argument == word);
    let effort = if is_given("--quick") { &QUICK } else { &FULL };
    let done = match arguments.as_slice() {
        [command, port, answer] if command == BARE_COMMAND => port
            .parse()
            .map_err(Into::into)
            .and_then(|port| bare::serve(port, answer.clone())),
        [command, port, answers] if command == BARE_LOGIN_COMMAND => port
            .parse()
            .map_err(Into::into)
            .and_then(|port| bare_login::serve(port, Path::new(answers))),
        [command, small, large] if command == "scale" => {
            scale::measure(Path::new(small), Path::new(large))
        }
        _ if is_given("sandboxes") => measure_sandboxes(),
        _ if is_given("login") => measure_logins(effort),
        _ if is_given("wire") => measure_wire(effort),
        _ => measure(effort),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(effort: &Effort) -> Outcome<()> {
    if !load::is_there() {
        return Err("wrk is missing; install it with: sudo apt-get install wrk".into());
    }
    let data = data_folder()?;
    let (seeds, starts, small) = measure_small(effort, &data)?;
    println!("preparing {LARGE} people in {}", data.display());
    let people = People::of(LARGE, &data)?;
    // Before the others start: a data folder has one server at a time.
    let logins = login::measure(effort, &people)?;
    let sandboxes = sandboxes::measure(&people, LARGE)?;
    let (dancu, bare, envelopes) = servers(&people)?;
    let idle = machine::own_memory_kib(dancu.process())?;
    let groups = measure_lanes(effort, &people, &envelopes, &bare, &dancu)?;
    let large = Sizes {
        people: LARGE,
        file_mebibytes: machine::mebibytes(&people.folder.join("population.db"))?,
        idle_kib: idle,
        loaded_kib: machine::own_memory_kib(dancu.process())?,
    };
    let report = Report {
        groups: &groups,
        logins: &logins,
        sandboxes: &sandboxes,
        sizes: [small, large],
        starts: &starts,
        seeds: &seeds,
        large_seed: people.seeded_in,
    };
    report.print();
    Ok(())
}

/// Both servers, and the envelopes for the national wire; every question has been asked once.
fn servers(people: &People) -> Outcome<(Server, Server, PathBuf)> {
    let questions = people.read_questions()?;
    let dancu = Server::dancu(&people.folder, &questions[0], &[])?;
    dancu.must_match_all(&questions)?;
    let envelopes = national::prepare(&people.folder, &dancu, &questions)?;
    let bare = Server::bare(&questions[0], &dancu.ask("portal-key", &questions[0])?)?;
    Ok((dancu, bare, envelopes))
}

fn measure_lanes<'a>(
    effort: &Effort,
    people: &'a People,
    envelopes: &'a Path,
    bare: &'a Server,
    dancu: &'a Server,
) -> Outcome<[[Lane<'a>; 5]; 2]> {
    let [few, many] = CONNECTIONS
        .map(|connections| lanes(bare, dancu, connections, &people.questions, envelopes));
    let mut groups = [few?, many?];
    for lanes in &mut groups {
        run_rounds(effort, lanes)?;
    }
    Ok(groups)
}

fn measure_logins(effort: &Effort) -> Outcome<()> {
    let people = People::of(LARGE, &data_folder()?)?;
    let logins = login::measure(effort, &people)?;
    report::print_head();
    report::print_logins(&logins);
    Ok(())
}

fn measure_sandboxes() -> Outcome<()> {
    let people = People::of(LARGE, &data_folder()?)?;
    let sandboxes = sandboxes::measure(&people, LARGE)?;
    report::print_head();
    report::print_sandboxes(&sandboxes);
    Ok(())
}

fn measure_wire(effort: &Effort) -> Outcome<()> {
    let people = People::of(LARGE, &data_folder()?)?;
    let (dancu, bare, envelopes) = servers(&people)?;
    let groups = measure_lanes(effort, &people, &envelopes, &bare, &dancu)?;
    report::print_head();
    report::print_groups(&groups);
    Ok(())
}

/// What is compared; the bare handler first, the match of a portal next.
fn lanes<'a>(
    bare: &'a Server,
    dancu: &'a Server,
    connections: u32,
    questions: &'a Path,
    envelopes: &'a Path,
) -> Outcome<[Lane<'a>; 5]> {
    let portal = Load::of_match("portal-key", questions);
    let in_sandbox = Load::in_sandbox(&sandboxes::with_a_rule(dancu)?, questions);
    let lanes = [
        ("bare actix handler", bare, portal.clone()),
        ("match (portal-key)", dancu, portal),
        (
            "match, explained (dev-key)",
            dancu,
            Load::of_match("dev-key", questions),
        ),
        ("match, sandbox and rule", dancu, in_sandbox),
        (
            "SOAP 037 (national wire)",
            dancu,
            Load::of_national_wire(envelopes),
        ),
    ]
    .map(|(name, server, load)| Lane {
        name,
        server,
        load,
        connections,
        rounds: Vec::new(),
    });
    Ok(lanes)
}

/// Seeds, starts and memory over the population that a first start makes.
fn measure_small(effort: &Effort, data: &Path) -> Outcome<(Starts, Starts, Sizes)> {
    println!("{SMALL} people: seeding {} times", effort.seeds);
    let folder = data.join(SMALL.to_string());
    let seeds: Result<_, _> = (0..effort.seeds)
        .map(|_| people::seed(&folder, SMALL))
        .collect();
    let people = People::of(SMALL, data)?;
    let questions = people.read_questions()?;
    println!("{SMALL} people: starting {} times", effort.starts);
    let starts: Result<_, _> = (0..effort.starts)
        .map(|_| Server::dancu(&folder, &questions[0], &[]).map(|server| server.answered_in))
        .collect();
    let server = Server::dancu(&folder, &questions[0], &[])?;
    server.must_match_all(&questions[..1])?;
    let idle_kib = machine::own_memory_kib(server.process())?;
    let envelopes = national::prepare(&folder, &server, &questions)?;
    let lanes = lanes(
        &server,
        &server,
        CONNECTIONS[1],
        &people.questions,
        &envelopes,
    )?;
    for lane in &lanes[1..] {
        lane.try_out(effort.seconds)?;
    }
    let sizes = Sizes {
        people: SMALL,
        file_mebibytes: machine::mebibytes(&folder.join("population.db"))?,
        idle_kib,
        loaded_kib: machine::own_memory_kib(server.process())?,
    };
    Ok((Starts(seeds?), Starts(starts?), sizes))
}

/// The lanes take turns, so that whatever else the machine does hits them alike.
fn run_rounds(effort: &Effort, lanes: &mut [Lane<'_>]) -> Outcome<()> {
    for lane in lanes.iter() {
        lane.try_out(effort.warm_up_seconds)?;
    }
    for round in 1..=effort.rounds {
        for lane in lanes.iter_mut() {
            let (name, connections) = (lane.name, lane.connections);
            let figures = lane.run(effort.seconds)?;
            println!(
                "{connections:>3} connections, round {round}  {name:26} {:>7.0}/s  median {:>5.0} us  99 % {:>6.0} us  server {:>5.1} us/request  machine {:>3.0} % busy",
                figures.rate,
                figures.median_micros,
                figures.worst_micros,
                figures.server_micros,
                figures.busy * 100.0
            );
        }
    }
    Ok(())
}

/// `bench-data` in the target folder.
fn data_folder() -> Outcome<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The middle one, or the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        odd if odd.len() % 2 == 1 => odd[half],
        even => f64::midpoint(even[half - 1], even[half]),
    }
}
