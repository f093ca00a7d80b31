//! A chart as shapes and texts, which one template writes as SVG.

use std::fmt;

use askama::Template;

use crate::domain::language::Language;

/// A length in the picture; a tenth is as fine as anybody sees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Px(pub f64);

impl fmt::Display for Px {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.1}", self.0)
    }
}

/// A bar, or a mark across one.
#[derive(Debug)]
pub struct Bar {
    /// `one`, `two` or `mark`.
    pub class: &'static str,
    /// Left edge.
    pub x: Px,
    /// Upper edge.
    pub y: Px,
    /// Width.
    pub width: Px,
    /// Height.
    pub height: Px,
}

/// A dot or a ring.
#[derive(Debug)]
pub struct Dot {
    /// `one` or `outline`.
    pub class: &'static str,
    /// Centre.
    pub x: Px,
    /// Centre.
    pub y: Px,
    /// Radius.
    pub radius: Px,
}

/// A word or a figure.
#[derive(Debug)]
pub struct Text {
    /// Nothing, or `soft`.
    pub class: &'static str,
    /// Where it is anchored.
    pub x: Px,
    /// Its base line.
    pub y: Px,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// What it says.
    pub words: String,
}

/// A picture.
#[derive(Template, Debug)]
#[template(path = "charts/chart.svg")]
pub struct Drawing {
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// `vi` or `en`.
    pub lang: &'static str,
    /// The heading.
    pub title: String,
    /// What was counted, and how far it lies from what was published.
    pub subtitle: String,
    /// What somebody hears who does not see it.
    pub description: String,
    /// Where the published figures come from.
    pub source: String,
    /// Upright lines of the grid: x, from y, to y.
    pub lines: Vec<(Px, Px, Px)>,
    /// Bars.
    pub bars: Vec<Bar>,
    /// Dots.
    pub dots: Vec<Dot>,
    /// Outlines, as paths.
    pub outlines: Vec<String>,
    /// Texts.
    pub texts: Vec<Text>,
}

impl Drawing {
    /// Adds a text.
    pub fn text(
        &mut self,
        class: &'static str,
        x: f64,
        y: f64,
        anchor: &'static str,
        words: impl Into<String>,
    ) {
        let words = words.into();
        self.texts.push(Text {
            class,
            x: Px(x),
            y: Px(y),
            anchor,
            words,
        });
    }

    /// Adds a bar.
    pub fn bar(&mut self, class: &'static str, x: f64, y: f64, width: f64, height: f64) {
        let (x, y, width, height) = (Px(x), Px(y), Px(width), Px(height));
        self.bars.push(Bar {
            class,
            x,
            y,
            width,
            height,
        });
    }

    /// Adds a dot.
    pub fn dot(&mut self, class: &'static str, x: f64, y: f64, radius: f64) {
        let (x, y, radius) = (Px(x), Px(y), Px(radius));
        self.dots.push(Dot {
            class,
            x,
            y,
            radius,
        });
    }

    /// The picture as SVG.
    pub fn svg(&self) -> String {
        // The template has no filter that fails, and writing to a String does not.
        self.render().unwrap_or_default()
    }
}

/// A share in per cent, with a comma in Vietnamese.
pub fn percent(share: f64, decimals: usize, language: Language) -> String {
    format!("{} %", number(share * 100.0, decimals, language))
}

/// A share on an axis: as many decimals as its step needs.
pub fn tick(share: f64, step: f64, language: Language) -> String {
    let is_whole = |decimals: &usize| {
        let steps = step * 100.0 * 10_f64.powi(i32::try_from(*decimals).unwrap_or(0));
        (steps - steps.round()).abs() < 1e-6
    };
    percent(share, (0..6).find(is_whole).unwrap_or(6), language)
}

/// A number with the decimal sign of the language.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{value:.decimals$}");
    language.pick(text.replace('.', ","), text)
}

/// A count in groups of three digits.
pub fn grouped(count: u64, language: Language) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(language.pick('.', ','));
        }
        text.push(digit);
    }
    text
}

/// The least of 1, 2, 2.5 and 5 times a power of ten that four steps of reach the value: the step of an axis.
pub fn step(largest: f64) -> f64 {
    let least = (largest / 4.0).max(1e-6);
    let power = 10_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
    // A hair of room, since powers of ten are not exact.
    let fits = |step: &f64| *step >= least * 0.999_999;
    steps.into_iter().find(fits).unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_signs_of_their_language() {
        assert_eq!(percent(0.1234, 1, Language::Vietnamese), "12,3 %");
        assert_eq!(percent(0.1234, 1, Language::English), "12.3 %");
        assert_eq!(tick(0.05, 0.025, Language::English), "5.0 %");
        assert_eq!(tick(0.04, 0.02, Language::English), "4 %");
        assert_eq!(tick(0.0001, 0.0001, Language::Vietnamese), "0,01 %");
        assert_eq!(grouped(101_106_833, Language::Vietnamese), "101.106.833");
        assert_eq!(grouped(999, Language::English), "999");
        assert_eq!(grouped(1000, Language::English), "1,000");
    }

    #[test]
    fn an_axis_has_round_steps() {
        for (largest, expected) in [
            (0.04, 0.01),
            (0.041, 0.02),
            (0.315, 0.1),
            (1.0, 0.25),
            (0.09, 0.025),
        ] {
            let found = step(largest);
            assert!((found - expected).abs() < 1e-9, "{largest}: {found}");
        }
    }
}
