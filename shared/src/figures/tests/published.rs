//! Figures that were published, to the digit.

use crate::case::Class;
use crate::figures::facts::AsProposal;
use crate::figures::{Dimension, Fact, FigureName, Figures, Level, Marks, Measure, Tallies, count};
use crate::profile::{FigureRules, Profile, Rounding};

fn row(no: u32, timing: &str) -> Fact {
    Fact {
        no,
        session: "2021".into(),
        quarter: "2021Q1".into(),
        unit: if no == 0 { String::new() } else { "B03".into() },
        department: String::new(),
        handler: String::new(),
        kind: "individual".into(),
        category: String::new(),
        timing: timing.into(),
        key: false,
        marks: Marks::default(),
        tallies: Tallies::default(),
        conversion: crate::figures::Conversion::default(),
        shared: vec![],
    }
}

fn proposals(many: usize, filed: usize, timing: &str) -> Vec<Fact> {
    let of = |n: usize| {
        let mut fact = row(0, timing);
        let as_it_is = AsProposal {
            filed: n < filed,
            answered: false,
            with_adopted: false,
        };
        fact.mark_proposal(Level::Whole, as_it_is);
        fact
    };
    (0..many).map(of).collect()
}

fn issued(many: usize, class: Option<Class>) -> Vec<Fact> {
    let mut fact = row(1, "in_session");
    for measure in [Measure::Owed, Measure::Issued, Measure::OfClass(class)] {
        fact.mark(measure, Level::Own, true);
    }
    vec![fact; many]
}

fn rules(decimals: u8) -> FigureRules {
    FigureRules {
        decimals,
        ..Profile::shenzhen().figures
    }
}

fn say(figures: &Figures, name: FigureName) -> (u64, u64, &str) {
    let rate = figures.rate(name).unwrap();
    (
        rate.numerator,
        rate.denominator,
        rate.percent.as_deref().unwrap(),
    )
}

#[test]
fn shenzhen_2021() {
    let mut facts = proposals(714, 560, "in_session");
    facts.extend(proposals(25, 19, "between_sessions"));
    for (many, class) in [
        (461, Class::A),
        (119, Class::B),
        (32, Class::C),
        (4, Class::D),
    ] {
        facts.extend(issued(many, Some(class)));
    }
    let all = count(&facts, &[], Some(Dimension::Timing), Level::Whole);
    for rounding in [Rounding::HalfUp, Rounding::LargestRemainder] {
        let rules = FigureRules {
            rounding,
            ..rules(2)
        };
        let figures = all.whole.figures(&rules);
        assert_eq!((figures.submitted, figures.due), (739, 616));
        assert_eq!(say(&figures, FigureName::Filing), (579, 739, "78.35"));
        assert_eq!(say(&figures, FigureName::Completion), (616, 616, "100.00"));
        assert_eq!(say(&figures, FigureName::ClassA), (461, 616, "74.84"));
        assert_eq!(say(&figures, FigureName::ClassB), (119, 616, "19.32"));
        assert_eq!(say(&figures, FigureName::ClassC), (32, 616, "5.19"));
        assert_eq!(say(&figures, FigureName::ClassD), (4, 616, "0.65"));
        assert!(figures.rate(FigureName::Unclassified).is_none());
    }
    let of = |timing: &str| all.groups[timing].of(Measure::Submitted);
    assert_eq!((of("in_session"), of("between_sessions")), (714, 25));
}

#[test]
fn the_development_commission_2022() {
    // Lead and split items; what is known is that 57 are A and none is D.
    let mut facts = issued(57, Some(Class::A));
    facts.extend(issued(11, None));
    let all = count(&facts, &[], None, Level::Whole);
    let figures = all.whole.figures(&rules(1));
    assert_eq!(say(&figures, FigureName::ClassA), (57, 68, "83.8"));
    assert_eq!(say(&figures, FigureName::ClassD), (0, 68, "0.0"));
    assert_eq!(say(&figures, FigureName::Unclassified), (11, 68, "16.2"));
}

#[test]
fn the_police_bureau_2022() {
    // By proposal, as the bureau answers it: 40 of 45 with at least one suggestion adopted.
    let of = |n: usize| {
        let mut fact = issued(1, Some(Class::A)).remove(0);
        let as_it_is = AsProposal {
            filed: true,
            answered: true,
            with_adopted: n < 40,
        };
        fact.mark_proposal(Level::Own, as_it_is);
        fact
    };
    let facts: Vec<Fact> = (0..45).map(of).collect();
    let bureau = [(Dimension::Unit, "B03".to_owned())];
    let all = count(&facts, &bureau, None, Level::Own);
    assert_eq!(
        say(&all.whole.figures(&rules(2)), FigureName::Adoption),
        (40, 45, "88.89")
    );
}
