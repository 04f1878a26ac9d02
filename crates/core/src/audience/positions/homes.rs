//! The block of each member: two lists, so that two ranges of members are both dense.

use super::Member;

/// In place of a block: the member has no place.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The block of each member.
#[derive(Clone, Debug, Default)]
pub(super) struct Homes {
    first: Vec<u32>,
    second: Vec<u32>,
}

impl Homes {
    /// Of a member; `None` of one that has no place.
    pub fn of(&self, member: u32) -> Option<u32> {
        let (list, at) = if member < Member::SECOND {
            (&self.first, member)
        } else {
            (&self.second, member - Member::SECOND)
        };
        let block = list.get(at as usize).copied();
        block.filter(|block| *block != NOWHERE)
    }

    /// Gives a member a block, or takes it away. Returns what it had.
    pub fn put(&mut self, member: u32, block: u32) -> u32 {
        let (list, at) = if member < Member::SECOND {
            (&mut self.first, member as usize)
        } else {
            (&mut self.second, (member - Member::SECOND) as usize)
        };
        if at >= list.len() {
            lengthen(list, at + 1, NOWHERE);
        }
        std::mem::replace(&mut list[at], block)
    }

    /// Room for members whose numbers are known.
    pub fn reserve(&mut self, members: impl Iterator<Item = u32>) {
        let (mut first, mut second) = (0, 0);
        for member in members {
            match member.checked_sub(Member::SECOND) {
                None => first = first.max(member as usize + 1),
                Some(at) => second = second.max(at as usize + 1),
            }
        }
        self.first.resize(first, NOWHERE);
        self.second.resize(second, NOWHERE);
    }

    /// Takes everybody's block away.
    pub fn clear(&mut self) {
        self.first.fill(NOWHERE);
        self.second.fill(NOWHERE);
    }

    pub fn bytes(&self) -> usize {
        (self.first.capacity() + self.second.capacity()) * size_of::<u32>()
    }
}

/// Makes a list of one thing for each person longer: by a sixteenth, and not to twice its length as a list grows by
/// itself, which of ten million is tens of megabytes for nobody.
pub(in crate::audience) fn lengthen<T: Copy>(list: &mut Vec<T>, len: usize, with: T) {
    if len > list.capacity() {
        let more = (len - list.len()).max(list.len() / 16).max(64);
        list.reserve_exact(more);
    }
    list.resize(len, with);
}
