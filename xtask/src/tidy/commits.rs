//! The rule about commits: a subject has at most 60 characters.

use anyhow::Result;

use crate::run::Cmd;

/// Longer than this, and the lists of commits that people read cut it off.
const MOST_CHARACTERS: usize = 60;

/// One sentence for each commit that breaks the rule and is in no branch of a remote yet, where it can still be mended.
pub(super) fn broken() -> Result<Vec<String>> {
    let remotes = Cmd::new("git").words("for-each-ref --count=1 refs/remotes").read()?;
    if remotes.is_empty() {
        return Ok(Vec::new());
    }
    let log = Cmd::new("git").words("log --no-merges --format=%h%x20%s HEAD --not --remotes").read()?;
    Ok(long_subjects(&log))
}

/// `log` has a hash and a subject in each line.
fn long_subjects(log: &str) -> Vec<String> {
    let commits = log.lines().filter_map(|line| line.split_once(' '));
    let long = commits.map(|(hash, subject)| (hash, subject, subject.chars().count()));
    long.filter(|(.., length)| *length > MOST_CHARACTERS)
        .map(|(hash, subject, length)| {
            format!(
                "commit {hash}: its subject “{subject}” has {length} characters; shorten it to {MOST_CHARACTERS} \
                 with `git commit --amend` or `git rebase -i {hash}~`"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_over_sixty_characters_is_to_be_shortened() {
        let long = "a".repeat(61);

        let broken = long_subjects(&format!("c0ffee1 {}\nc0ffee2 {long}\n", "a".repeat(60)));

        let said =
            "has 61 characters; shorten it to 60 with `git commit --amend` or `git rebase -i c0ffee2~`";
        assert_eq!(broken, [format!("commit c0ffee2: its subject “{long}” {said}")]);
    }
}
