//! What is known of a name of the index before it is aligned: at a glance, or by going through its tokens.

/// What is known of a name of the index.
pub struct Theirs {
    /// Initials, at most.
    pub initials: f32,
    /// Words, and those of them that are names, patronymics or generic, at most.
    pub words: usize,
    pub telling: usize,
    /// Names proper and patronymics that nothing holds, at least, and the rarity of these names.
    pub names: f32,
    pub patronymics: f32,
    pub mass: f32,
    /// Rarity of all words, and of those that something may hold.
    pub rarity: f32,
    pub held: f32,
    /// All names proper, and how many tokens of other roles may be linked with names.
    pub balance: Option<(u32, u32)>,
    /// What it has, where that is known.
    pub legal_form: Option<bool>,
    pub number: Option<bool>,
    pub patronymic: Option<bool>,
    pub chained: bool,
    pub weak: bool,
    /// Whether a link that joins tokens may be among its links, and one between scripts that both write vowels or both
    /// do not.
    pub joined: bool,
    pub plain: bool,
    /// What its own tokens can bring and prove together.
    pub gain: f32,
    pub proved: f32,
}

impl Theirs {
    /// A name of which nothing is known.
    pub fn anybody() -> Self {
        Self {
            initials: f32::MAX,
            words: usize::MAX,
            telling: usize::MAX,
            names: 0.0,
            patronymics: 0.0,
            mass: 0.0,
            rarity: 0.0,
            held: 0.0,
            balance: None,
            legal_form: None,
            number: None,
            patronymic: None,
            chained: false,
            weak: false,
            joined: true,
            plain: true,
            gain: f32::MAX,
            proved: f32::MAX,
        }
    }
}
