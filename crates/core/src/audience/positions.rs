//! Where everybody is, kept in the order of the curve: who is in a square lies side by side.
//!
//! Written by hand, because a tree of boxes costs several times as much memory a person and an order of
//! magnitude more time a move. Blocks of at most 128 places, in order, and a list of what each begins with: a
//! move shifts bytes within one or two blocks, a whole square is copied block by block. A person is a
//! number that the registry gave; nothing here says who it is, and where somebody was before is not kept.

use super::area::Point;
use super::morton::Grid;
use std::ops::Range;

/// Somebody or something that has a place: the registry's running number, dense from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member(pub u32);

/// Places of a block: two blocks of this size are shifted in less time than memory takes to answer.
const PLACES: usize = 128;
/// Places of a block that is filled at the start: room for some to move in before it must be parted.
const PLACES_AT_FIRST: usize = 112;
/// A block with fewer joins its neighbour: so that those who leave give their memory back.
const PLACES_MIN: usize = 40;
/// In place of a block: the member has no place.
const NOWHERE: u32 = u32::MAX;

/// What a place is sorted by: its number on the curve, and among those of one point the member.
type Key = (u64, u32);

#[derive(Clone, Debug)]
struct Block {
    /// What it holds lies from the one to before the other.
    bounds: Range<Key>,
    len: usize,
    numbers: [u64; PLACES],
    members: [u32; PLACES],
}

/// Where everybody is.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    // In boxes, so that growing by one block does not ask for twice the memory.
    #[expect(
        clippy::vec_box,
        reason = "a block is 1.5 KiB; the list doubles when it grows"
    )]
    blocks: Vec<Box<Block>>,
    /// Blocks that hold nothing.
    free: Vec<u32>,
    /// The blocks in order: what each begins with at the earliest, and which it is.
    order: Vec<(Key, u32)>,
    /// The block of each member.
    home: Vec<u32>,
    len: usize,
}

impl Positions {
    /// Puts many people in place at once, which is faster than one after the other. Of a member that is
    /// named twice, the last place counts.
    pub fn of(places: impl IntoIterator<Item = (Member, Point)>) -> Self {
        let mut keys: Vec<Key> = places
            .into_iter()
            .map(|(member, point)| (Grid::of(point).number(), member.0))
            .collect();
        let members = keys.iter().map(|(_, member)| *member as usize + 1).max();
        let mut home = vec![NOWHERE; members.unwrap_or(0)];
        forget_earlier(&mut keys, &mut home);
        keys.sort_unstable();
        let mut positions = Self {
            len: keys.len(),
            home,
            ..Self::default()
        };
        for keys in keys.chunks(PLACES_AT_FIRST) {
            let at = positions.order.len();
            // The first block takes whatever comes before it.
            let first = if at == 0 { (0, 0) } else { keys[0] };
            let block = positions.new_block(at, first);
            positions.fill(block, keys);
        }
        positions
    }

    /// How many have a place.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nobody has a place.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        self.blocks.len() * size_of::<Block>()
            + self.blocks.capacity() * size_of::<Box<Block>>()
            + self.order.capacity() * size_of::<(Key, u32)>()
            + (self.home.capacity() + self.free.capacity()) * size_of::<u32>()
    }

    /// Where a member is.
    pub fn at(&self, member: Member) -> Option<Point> {
        let (block, at) = self.find(member)?;
        Some(Grid::at(self.blocks[block].numbers[at]).point())
    }

    /// Gives a member a place; the one before is forgotten.
    pub fn put(&mut self, member: Member, point: Point) {
        let key = (Grid::of(point).number(), member.0);
        if let Some((block, at)) = self.find(member) {
            let held = &mut self.blocks[block];
            if held.bounds.contains(&key) {
                held.shift(at, key);
                return;
            }
            let before = held.key(at);
            self.take_out(self.order_of(before), at);
        } else {
            self.len += 1;
        }
        self.put_in(key);
    }

    /// Takes a member's place away; false when it had none.
    pub fn remove(&mut self, member: Member) -> bool {
        let Some((block, at)) = self.find(member) else {
            return false;
        };
        let order = self.order_of(self.blocks[block].key(at));
        self.take_out(order, at);
        self.home[member.0 as usize] = NOWHERE;
        self.len -= 1;
        true
    }

    fn find(&self, member: Member) -> Option<(usize, usize)> {
        let block = *self.home.get(member.0 as usize)?;
        let held = self.blocks.get(block as usize)?;
        Some((block as usize, held.place_of_member(member.0)?))
    }

    /// Which block in order holds, or would hold, what is sorted by this.
    fn order_of(&self, key: Key) -> usize {
        self.order
            .partition_point(|(first, _)| *first <= key)
            .saturating_sub(1)
    }

    fn put_in(&mut self, key: Key) {
        if self.order.is_empty() {
            self.new_block(0, (0, 0));
        }
        let member = key.1 as usize;
        if member >= self.home.len() {
            self.home.resize(member + 1, NOWHERE);
        }
        let mut order = self.order_of(key);
        if self.blocks[self.order[order].1 as usize].len == PLACES {
            self.part(order);
            order = self.order_of(key);
        }
        let block = self.order[order].1;
        self.blocks[block as usize].insert(key);
        self.home[member] = block;
    }

    fn take_out(&mut self, order: usize, at: usize) {
        let block = &mut self.blocks[self.order[order].1 as usize];
        block.remove(at);
        if block.len < PLACES_MIN {
            self.join(order);
        }
    }

    /// Moves the upper half of a full block to a new one behind it.
    fn part(&mut self, order: usize) {
        let block = &mut self.blocks[self.order[order].1 as usize];
        let half = PLACES / 2;
        let upper: Vec<Key> = (half..PLACES).map(|at| block.key(at)).collect();
        block.len = half;
        let new = self.new_block(order + 1, upper[0]);
        self.fill(new, &upper);
    }

    /// Moves what is left of a block to one beside it, if there is room.
    fn join(&mut self, order: usize) {
        let beside = if order == 0 { 0 } else { order - 1 };
        let (Some((_, lower)), Some((_, upper))) =
            (self.order.get(beside), self.order.get(beside + 1))
        else {
            return;
        };
        let (lower, upper) = (*lower, *upper);
        let moved = &self.blocks[upper as usize];
        if self.blocks[lower as usize].len + moved.len > PLACES_AT_FIRST {
            return;
        }
        let moved: Vec<Key> = (0..moved.len).map(|at| moved.key(at)).collect();
        let emptied = &mut self.blocks[upper as usize];
        emptied.len = 0;
        let until = emptied.bounds.end;
        self.free.push(upper);
        self.order.remove(beside + 1);
        self.blocks[lower as usize].bounds.end = until;
        self.fill(lower, &moved);
    }

    fn new_block(&mut self, order: usize, first: Key) -> u32 {
        let block = self.free.pop().unwrap_or_else(|| {
            self.blocks.push(Box::new(Block::EMPTY));
            // A block holds at least one of the members, whose numbers are as wide.
            u32::try_from(self.blocks.len() - 1).unwrap_or(NOWHERE - 1)
        });
        self.order.insert(order, (first, block));
        let next = self.order.get(order + 1);
        let until = next.map_or((u64::MAX, u32::MAX), |(first, _)| *first);
        self.blocks[block as usize].bounds = first..until;
        if let Some((_, before)) = order.checked_sub(1).and_then(|at| self.order.get(at)) {
            self.blocks[*before as usize].bounds.end = first;
        }
        block
    }

    /// Puts what is sorted, and comes behind all that the block holds, into it.
    fn fill(&mut self, block: u32, keys: &[Key]) {
        let held = &mut self.blocks[block as usize];
        for (number, member) in keys {
            held.numbers[held.len] = *number;
            held.members[held.len] = *member;
            held.len += 1;
            self.home[*member as usize] = block;
        }
    }
}

/// Those on a stretch of the curve.
impl Positions {
    /// The blocks among these that hold numbers from `first` to `last`.
    pub(super) fn blocks_of(&self, among: Range<usize>, (first, last): (u64, u64)) -> Range<usize> {
        let order = &self.order[among.clone()];
        let start = order
            .partition_point(|(key, _)| *key <= (first, 0))
            .saturating_sub(1);
        let end = start + order[start..].partition_point(|(key, _)| key.0 <= last);
        among.start + start..among.start + end
    }

    /// All blocks.
    pub(super) fn all_blocks(&self) -> Range<usize> {
        0..self.order.len()
    }

    /// Numbers and members of a block, from `first` to `last`.
    pub(super) fn stretch(&self, order: usize, (first, last): (u64, u64)) -> (&[u64], &[u32]) {
        let block = &self.blocks[self.order[order].1 as usize];
        let numbers = &block.numbers[..block.len];
        let from = match numbers.first() {
            Some(lowest) if *lowest < first => numbers.partition_point(|number| *number < first),
            _ => 0,
        };
        let to = match numbers.last() {
            Some(highest) if *highest > last => numbers.partition_point(|number| *number <= last),
            _ => block.len,
        };
        (&numbers[from..to], &block.members[from..to])
    }
}

impl Block {
    const EMPTY: Self = Self {
        bounds: (0, 0)..(0, 0),
        len: 0,
        numbers: [0; PLACES],
        members: [0; PLACES],
    };

    fn key(&self, at: usize) -> Key {
        (self.numbers[at], self.members[at])
    }

    /// Where something sorted by this belongs.
    fn place_of(&self, key: Key) -> usize {
        let mut at = self.numbers[..self.len].partition_point(|number| *number < key.0);
        while at < self.len && self.key(at) < key {
            at += 1;
        }
        at
    }

    fn place_of_member(&self, member: u32) -> Option<usize> {
        // Sixteen at once first: that many are compared in one or two instructions.
        let members = &self.members[..self.len];
        let (sixteens, rest) = members.as_chunks::<16>();
        let has = |some: &[u32; 16]| {
            some.iter()
                .map(|one| u32::from(*one == member))
                .sum::<u32>()
                > 0
        };
        let (from, near) = match sixteens.iter().position(has) {
            Some(at) => (16 * at, sixteens[at].as_slice()),
            None => (16 * sixteens.len(), rest),
        };
        near.iter()
            .position(|one| *one == member)
            .map(|at| from + at)
    }

    fn insert(&mut self, key: Key) {
        let at = self.place_of(key);
        self.numbers.copy_within(at..self.len, at + 1);
        self.members.copy_within(at..self.len, at + 1);
        (self.numbers[at], self.members[at]) = key;
        self.len += 1;
    }

    fn remove(&mut self, at: usize) {
        self.numbers.copy_within(at + 1..self.len, at);
        self.members.copy_within(at + 1..self.len, at);
        self.len -= 1;
    }

    /// Gives what is at one place another number.
    fn shift(&mut self, at: usize, key: Key) {
        let to = self.place_of(key);
        let to = if to > at {
            self.numbers.copy_within(at + 1..to, at);
            self.members.copy_within(at + 1..to, at);
            to - 1
        } else {
            self.numbers.copy_within(to..at, to + 1);
            self.members.copy_within(to..at, to + 1);
            to
        };
        (self.numbers[to], self.members[to]) = key;
    }
}

/// Leaves of each member the last place alone. Uses `home` as a note of who was seen, and clears it.
fn forget_earlier(keys: &mut Vec<Key>, home: &mut [u32]) {
    let mut is_twice = false;
    for (_, member) in keys.iter() {
        let seen = &mut home[*member as usize];
        is_twice |= *seen != NOWHERE;
        *seen = 0;
    }
    home.fill(NOWHERE);
    if is_twice {
        keys.reverse();
        keys.retain(|(_, member)| std::mem::replace(&mut home[*member as usize], 0) == NOWHERE);
        home.fill(NOWHERE);
    }
}

#[cfg(test)]
mod tests;
