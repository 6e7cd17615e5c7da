//! How many slips apart two folded words are.

/// Longest word that is compared letter by letter; longer ones are cut.
pub const LONGEST_SPELLING: usize = 32;

/// Optimal string alignment distance (insertions, deletions, replacements, swaps of neighbours), or `None` when it
/// is above `most`. Symmetric.
pub fn spelling_distance(a: &str, b: &str, most: usize) -> Option<usize> {
    if a.is_ascii() && b.is_ascii() {
        let cut = |word: &str| word.len().min(LONGEST_SPELLING);
        return slips(&a.as_bytes()[..cut(a)], &b.as_bytes()[..cut(b)], most);
    }
    let (mut letters_a, mut letters_b) = (['\0'; LONGEST_SPELLING], ['\0'; LONGEST_SPELLING]);
    slips(gather(a, &mut letters_a), gather(b, &mut letters_b), most)
}

fn slips<T: PartialEq>(a: &[T], b: &[T], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // What both begin or end with costs nothing.
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let mut before = [0u8; LONGEST_SPELLING + 1];
    let mut above = [0u8; LONGEST_SPELLING + 1];
    let mut row = [0u8; LONGEST_SPELLING + 1];
    for (j, cell) in above.iter_mut().enumerate().take(b.len() + 1) {
        *cell = j as u8;
    }
    for i in 0..a.len() {
        row[0] = i as u8 + 1;
        let mut least = row[0];
        for j in 0..b.len() {
            let mut cost = (above[j + 1] + 1).min(row[j] + 1).min(above[j] + u8::from(a[i] != b[j]));
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if usize::from(least) > most {
            return None;
        }
        before = above;
        above = row;
    }
    let distance = usize::from(above[b.len()]);
    (distance <= most).then_some(distance)
}

fn gather<'a>(word: &str, letters: &'a mut [char; LONGEST_SPELLING]) -> &'a [char] {
    let mut length = 0;
    for (slot, letter) in letters.iter_mut().zip(word.chars()) {
        *slot = letter;
        length += 1;
    }
    &letters[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        for (a, b, expected) in [
            ("ivan", "iavn", Some(1)),
            ("sergei", "serei", Some(1)),
            ("omar", "otar", Some(1)),
            ("ali", "oleg", None),
            ("", "", Some(0)),
        ] {
            assert_eq!(spelling_distance(a, b, 2), expected, "{a} {b}");
            assert_eq!(spelling_distance(b, a, 2), expected, "{b} {a}");
        }
    }
}
