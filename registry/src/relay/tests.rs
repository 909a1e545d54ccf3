//! The search against one that tries everything.

use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

use super::*;

const NOON: i64 = 1_800_000_000_000_000;

fn at(minutes: i64) -> Instant {
    Instant::from_micros(NOON).plus_minutes(minutes)
}

fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_u128(u128::from(number)))
}

/// Somebody's pair of languages and facts.
type Row = ((u8, u8), u8, f64, f64, Vec<(i64, i64)>);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let stretches = vec((0_i64..900, 30_i64..900), 1..3);
    let row = ((0_u8..5, 0_u8..5), 0_u8..7, 0.3_f64..1.0, 0.3_f64..1.0, stretches);
    vec(row, 0..14)
}

fn network(rows: &[Row]) -> Network<u8> {
    let mut network = Network::default();
    for ((one, other), number, quality, acceptance, stretches) in rows {
        let known = network.servers.get(&ordered(one, other)).into_iter().flatten();
        if one == other || known.map(|server| server.person).any(|p| p == person(*number)) {
            continue;
        }
        let mut free: Vec<(Instant, Instant)> = Vec::new();
        for (from, long) in stretches {
            let from = free.last().map_or(at(*from), |(_, until)| until.plus_minutes(10 + from));
            free.push((from, from.plus_minutes(*long)));
        }
        let server =
            Server { person: person(*number), quality: *quality, acceptance: *acceptance, free };
        network.add(one, other, server);
    }
    network
}

/// Every path of languages with every choice of people; the least cost of each path.
fn brute_force(network: &Network<u8>, wanted: &Wanted<u8>) -> BTreeMap<Vec<u8>, f64> {
    let [from, to] = wanted.languages;
    let mut paths = vec![vec![from, to]];
    for one in 0..5 {
        paths.push(vec![from, one, to]);
        for other in 0..5 {
            paths.push(vec![from, one, other, to]);
        }
    }
    paths.retain(|path| path.iter().collect::<BTreeSet<_>>().len() == path.len());
    let mut best = BTreeMap::new();
    for path in paths {
        let mut choices: Vec<Vec<&Server>> = vec![vec![]];
        for pair in path.windows(2) {
            let servers = network.servers.get(&ordered(&pair[0], &pair[1]));
            let servers = servers.map_or(&[][..], Vec::as_slice);
            for _ in 0..wanted.seats {
                choices = choices
                    .iter()
                    .flat_map(|choice| {
                        servers.iter().map(move |one| [&choice[..], &[one]].concat())
                    })
                    .collect();
            }
        }
        for choice in choices {
            let distinct: BTreeSet<PersonId> = choice.iter().map(|one| one.person).collect();
            if distinct.len() != choice.len() {
                continue;
            }
            let Some(starts) = first_common_start(&choice, wanted) else { continue };
            let cost: f64 = choice.iter().map(|one| one.cost(wanted.seats)).sum::<f64>()
                + (path.len() - 2) as f64 * HOP_PENALTY
                + waiting(wanted.starts, starts);
            let known = best.entry(path.clone()).or_insert(cost);
            *known = known.min(cost);
        }
    }
    best
}

/// It can only be when it is wanted or when somebody's free time begins.
fn first_common_start(people: &[&Server], wanted: &Wanted<u8>) -> Option<Instant> {
    let mut moments: Vec<Instant> =
        people.iter().flat_map(|one| &one.free).map(|(from, _)| *from).collect();
    moments.push(wanted.starts);
    moments.sort_unstable();
    moments.into_iter().find(|starts| {
        let ends = starts.plus_minutes(wanted.minutes);
        *starts >= wanted.starts
            && people
                .iter()
                .all(|one| one.free.iter().any(|(from, to)| from <= starts && ends <= *to))
    })
}

fn path_of(chain: &Chain<u8>) -> Vec<u8> {
    let mut path: Vec<u8> = chain.legs.iter().map(|leg| leg.languages[0]).collect();
    path.extend(chain.legs.last().map(|leg| leg.languages[1]));
    path
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn r12_chains_are_those_that_trying_everything_finds(rows in rows(), seats in 1_usize..3) {
        let network = network(&rows);
        let wanted = Wanted { languages: [0, 4], seats, starts: at(60), minutes: 45 };
        let chains = network.chains(&wanted, usize::MAX);
        let expected = brute_force(&network, &wanted);
        let found: BTreeMap<Vec<u8>, f64> =
            chains.iter().map(|chain| (path_of(chain), chain.cost)).collect();
        prop_assert_eq!(
            found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>()
        );
        for (path, cost) in &expected {
            prop_assert!((found[path] - cost).abs() < 1e-9, "{:?}", path);
        }
        prop_assert!(chains.windows(2).all(|two| two[0].cost <= two[1].cost));
        for chain in &chains {
            let people: Vec<PersonId> =
                chain.legs.iter().flat_map(|leg| leg.people.clone()).collect();
            prop_assert_eq!(people.iter().collect::<BTreeSet<_>>().len(), people.len());
            prop_assert!(chain.legs.iter().all(|leg| leg.people.len() == seats));
            prop_assert!(chain.quality > 0.0 && chain.quality <= 1.0);
        }
        let few = network.chains(&wanted, 2);
        prop_assert_eq!(&few[..], &chains[..chains.len().min(2)]);
    }
}
