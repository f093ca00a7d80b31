//! Chance without state: a number in, a number out that looks like chance and is the same on every machine.

/// 2^64 divided by the golden ratio, the increment of `SplitMix64`.
pub const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014): a bijection that spreads every bit.
pub const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finaliser_gives_the_published_stream_of_splitmix64() {
        let stream = |seed: u64, nth: u64| mix(seed.wrapping_add(GOLDEN.wrapping_mul(nth)));
        assert_eq!(stream(0, 1), 0xE220_A839_7B1D_CDAF);
        assert_eq!(stream(0, 2), 0x6E78_9E6A_A1B9_65F4);
        assert_eq!(stream(1_234_567, 1), 6_457_827_717_110_365_317);
        assert_eq!(stream(1_234_567, 2), 3_203_168_211_198_807_973);
    }
}
