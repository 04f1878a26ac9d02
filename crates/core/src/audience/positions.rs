//! Where everybody is, kept in the order of the curve: who is in a square lies side by side.
//!
//! Written by hand, because a tree of boxes costs several times as much memory a person and an order of
//! magnitude more time a move. Blocks of at most 128 places, in order, and lists of what each begins with and
//! how many it holds: a move shifts bytes within one or two blocks, and of a square that is taken whole the
//! blocks are counted without being looked at. A person is a number that the registry gave; nothing here says
//! who it is, and where somebody was before is not kept.

mod block;
mod homes;

use super::area::Point;
use super::morton::Grid;
use block::{Block, Key};
pub(super) use block::{PLACES, Spots};
pub(super) use homes::lengthen;
use homes::{Homes, NOWHERE};

/// Somebody or something that has a place: a running number, dense from 0, and once more from
/// [`SECOND`](Member::SECOND).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member(pub u32);

impl Member {
    /// From here on is a second range of members, for what some have besides, such as a second place.
    pub const SECOND: u32 = 1 << 31;
}

/// Places of a block that is filled at the start: room for some to move in before it must be parted.
const PLACES_AT_FIRST: usize = 112;
/// A block with fewer joins its neighbour: so that those who leave give their memory back.
const PLACES_MIN: usize = 40;
/// Blocks that are asked for at once: so few are wasted, and what leads to a block stays near the processor.
const SLAB: u32 = 64;
/// Moves whose memory is asked for together: as many as a processor keeps waiting for at once.
const TOGETHER: usize = 32;

/// What a block begins with at the earliest, and which it is.
#[derive(Clone, Copy, Debug)]
struct Begin {
    number: u64,
    member: u32,
    block: u32,
}

/// A place in the order: which block, and which of those in it; perhaps just behind its last.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    block: usize,
    place: usize,
}

/// Where everybody is.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    slabs: Vec<Box<[Block]>>,
    /// Blocks that hold nothing.
    free: Vec<u32>,
    /// The blocks in order.
    order: Vec<Begin>,
    /// How many each holds, in the same order.
    lens: Vec<u8>,
    /// The block of each member.
    home: Homes,
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
        let mut home = Homes::default();
        home.reserve(keys.iter().map(|(_, member)| *member));
        forget_earlier(&mut keys, &mut home);
        keys.sort_unstable();
        let blocks = keys.len().div_ceil(PLACES_AT_FIRST);
        let mut positions = Self {
            len: keys.len(),
            home,
            order: Vec::with_capacity(blocks),
            lens: Vec::with_capacity(blocks),
            ..Self::default()
        };
        for keys in keys.chunks(PLACES_AT_FIRST) {
            let at = positions.order.len();
            // The first block takes whatever comes before it.
            let first = if at == 0 { (0, 0) } else { keys[0] };
            positions.new_block(at, first);
            let places = keys.iter().map(|(n, member)| (Grid::at(*n), *member));
            positions.fill(at, places);
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
        self.slabs.len() * SLAB as usize * size_of::<Block>()
            + self.slabs.capacity() * size_of::<Box<[Block]>>()
            + self.order.capacity() * size_of::<Begin>()
            + self.lens.capacity()
            + self.free.capacity() * size_of::<u32>()
            + self.home.bytes()
    }

    /// Where a member is.
    pub fn at(&self, member: Member) -> Option<Point> {
        let (block, at) = self.find(member)?;
        Some(self.block(block).grid(at).point())
    }

    /// Gives a member a place; the one before is forgotten.
    pub fn put(&mut self, member: Member, point: Point) {
        let point = Grid::of(point);
        let key = (point.number(), member.0);
        if let Some((block, at)) = self.find(member) {
            let held = self.block_mut(block);
            if held.bounds.contains(&key) {
                held.shift(at, point, member.0);
                return;
            }
            let before = held.key(at);
            self.take_out(self.order_of(before), at);
        } else {
            self.len += 1;
        }
        self.put_in(key, point);
    }

    /// Gives many members their places, one after the other; memory is asked for several at once, which takes
    /// half the time.
    pub fn put_all(&mut self, moves: &[(Member, Point)]) {
        for some in moves.chunks(TOGETHER) {
            let mut homes = [None; TOGETHER];
            for (home, (member, _)) in homes.iter_mut().zip(some) {
                *home = self.home.of(member.0);
            }
            // What is found out here is forgotten: it brings the blocks near, and may be otherwise by the time
            // that a move is made.
            let near = homes.iter().zip(some).map(|(home, (member, point))| {
                let Some(block) = home else { return 0 };
                let block = self.block(*block);
                let at = block.place_of_member(member.0);
                let point = Grid::of(*point);
                at.map_or(0, |at| usize::from(block.grid(at).is_before(point)))
            });
            std::hint::black_box(near.sum::<usize>());
            for (member, point) in some {
                self.put(*member, *point);
            }
        }
    }

    /// Takes a member's place away; false when it had none.
    pub fn remove(&mut self, member: Member) -> bool {
        let Some((block, at)) = self.find(member) else {
            return false;
        };
        let order = self.order_of(self.block(block).key(at));
        self.take_out(order, at);
        self.home.put(member.0, NOWHERE);
        self.len -= 1;
        true
    }

    fn block(&self, block: u32) -> &Block {
        &self.slabs[(block / SLAB) as usize][(block % SLAB) as usize]
    }

    fn block_mut(&mut self, block: u32) -> &mut Block {
        &mut self.slabs[(block / SLAB) as usize][(block % SLAB) as usize]
    }

    fn find(&self, member: Member) -> Option<(u32, usize)> {
        let block = self.home.of(member.0)?;
        Some((block, self.block(block).place_of_member(member.0)?))
    }

    /// Which block in order holds, or would hold, what is sorted by this.
    fn order_of(&self, key: Key) -> usize {
        self.order
            .partition_point(|begin| (begin.number, begin.member) <= key)
            .saturating_sub(1)
    }

    fn put_in(&mut self, key: Key, point: Grid) {
        if self.order.is_empty() {
            self.new_block(0, (0, 0));
        }
        let mut order = self.order_of(key);
        if usize::from(self.lens[order]) == PLACES {
            self.part(order);
            order = self.order_of(key);
        }
        let block = self.order[order].block;
        self.block_mut(block).insert(point, key.1);
        self.lens[order] += 1;
        self.home.put(key.1, block);
    }

    fn take_out(&mut self, order: usize, at: usize) {
        self.block_mut(self.order[order].block).remove(at);
        self.lens[order] -= 1;
        if usize::from(self.lens[order]) < PLACES_MIN {
            self.join(order);
        }
    }

    /// Moves the upper half of a full block to a new one behind it.
    fn part(&mut self, order: usize) {
        let block = self.block_mut(self.order[order].block);
        let half = PLACES / 2;
        let upper: Vec<(Grid, u32)> = block.spots().part(half..PLACES).each().collect();
        let first = block.key(half);
        block.cut(half);
        self.lens[order] /= 2;
        self.new_block(order + 1, first);
        self.fill(order + 1, upper.into_iter());
    }

    /// Moves what is left of a block to one beside it, if there is room.
    fn join(&mut self, order: usize) {
        let beside = if order == 0 { 0 } else { order - 1 };
        let (Some(lower), Some(upper)) = (self.lens.get(beside), self.lens.get(beside + 1)) else {
            return;
        };
        if usize::from(*lower) + usize::from(*upper) > PLACES_AT_FIRST {
            return;
        }
        let upper = self.order[beside + 1].block;
        let emptied = self.block_mut(upper);
        let moved: Vec<(Grid, u32)> = emptied.spots().each().collect();
        let until = emptied.bounds.end;
        emptied.cut(0);
        self.free.push(upper);
        self.order.remove(beside + 1);
        self.lens.remove(beside + 1);
        self.block_mut(self.order[beside].block).bounds.end = until;
        self.fill(beside, moved.into_iter());
    }

    fn new_block(&mut self, order: usize, first: Key) {
        let block = self.free.pop().unwrap_or_else(|| {
            // A block holds at least one of the members, whose numbers are as wide.
            let held = u32::try_from(self.slabs.len()).unwrap_or(0) * SLAB;
            self.slabs.push(vec![Block::EMPTY; SLAB as usize].into());
            self.free.extend((held + 1..held + SLAB).rev());
            held
        });
        let (number, member) = first;
        let begin = Begin {
            number,
            member,
            block,
        };
        self.order.insert(order, begin);
        self.lens.insert(order, 0);
        let next = self.order.get(order + 1);
        let until = next.map_or((u64::MAX, u32::MAX), |begin| (begin.number, begin.member));
        self.block_mut(block).bounds = first..until;
        if let Some(before) = order.checked_sub(1) {
            self.block_mut(self.order[before].block).bounds.end = first;
        }
    }

    /// Puts what is sorted, and comes behind all that a block holds, into it.
    fn fill(&mut self, order: usize, places: impl Iterator<Item = (Grid, u32)>) {
        let block = self.order[order].block;
        for (point, member) in places {
            self.block_mut(block).push(point, member);
            self.home.put(member, block);
            self.lens[order] += 1;
        }
    }
}

/// Those on a stretch of the curve.
impl Positions {
    /// Before everybody, and behind everybody.
    pub(super) fn ends(&self) -> (At, At) {
        let block = self.order.len().saturating_sub(1);
        let place = self.lens.last().copied().map_or(0, usize::from);
        (At { block: 0, place: 0 }, At { block, place })
    }

    /// Between two places, the first that does not lie before a point.
    pub(super) fn first_from(&self, (low, high): (At, At), point: Grid) -> At {
        let mut block = low.block;
        if low.block < high.block {
            let number = point.number();
            let behind = &self.order[low.block + 1..=high.block];
            // Those of one point may fill several blocks: the first of them is looked for.
            block += behind.partition_point(|begin| (begin.number, begin.member) <= (number, 0));
        }
        let from = if block == low.block { low.place } else { 0 };
        let to = if block == high.block {
            high.place
        } else {
            usize::from(self.lens[block])
        };
        let place = self
            .block(self.order[block].block)
            .first_from(from..to, point);
        At { block, place }
    }

    /// How many are between two places.
    pub(super) fn between(&self, low: At, high: At) -> usize {
        if low.block == high.block {
            return high.place - low.place;
        }
        let of_first = usize::from(self.lens[low.block]) - low.place;
        let whole = &self.lens[low.block + 1..high.block];
        whole.iter().map(|len| usize::from(*len)).sum::<usize>() + of_first + high.place
    }

    /// Those between two places, block by block.
    pub(super) fn spots(&self, low: At, high: At) -> impl Iterator<Item = Spots<'_>> {
        (low.block..=high.block).filter_map(move |block| {
            let from = if block == low.block { low.place } else { 0 };
            let to = if block == high.block {
                high.place
            } else {
                usize::from(self.lens[block])
            };
            (from < to).then(|| self.block(self.order[block].block).spots().part(from..to))
        })
    }
}

/// Leaves of each member the last place alone. Uses `home` as a note of who was seen, and clears it.
fn forget_earlier(keys: &mut Vec<Key>, home: &mut Homes) {
    let mut is_twice = false;
    for (_, member) in keys.iter() {
        is_twice |= home.put(*member, 0) != NOWHERE;
    }
    home.clear();
    if is_twice {
        keys.reverse();
        keys.retain(|(_, member)| home.put(*member, 0) == NOWHERE);
        home.clear();
    }
}

#[cfg(test)]
mod tests;
