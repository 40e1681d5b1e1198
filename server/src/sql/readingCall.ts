/** What a rule reads from a place on, as far as it is known. */
export interface Call {
  readonly rule: number;
  readonly precedence: number;
  readonly place: number;
  /** The places behind what it may have read, in order. */
  ends: number[];
  /** Who waits for an end, and where each goes on. */
  readonly callers: Call[];
  readonly returns: number[];
  /** The rule's first state: those that were tried are noted by their distance from it. */
  readonly first: number;
  /** The turn in which states were noted last, as bits: those of that turn and of the next. */
  turn: number;
  tried: number;
  triedNext: number;
  /** States too far for that, each with its turn. */
  far: number[] | null;
}

/** States so far from a rule's first are no bits of a number. */
const farState = 31;
/** States are below this. */
const states = 1 << 14;
/** Longer lists of states are rid of those of earlier turns. */
const shortList = 12;
const noEnds: number[] = [];

/** A rule that nobody waits for yet. */
export const createCall = (rule: number, precedence: number, place: number, first: number): Call => ({
  rule,
  precedence,
  place,
  ends: noEnds,
  callers: [],
  returns: [],
  first,
  turn: -1,
  tried: 0,
  triedNext: 0,
  far: null,
});

/** Notes that a call comes to a state, in the turn of now or the next; false when it did before. */
export function isFirst(call: Call, state: number, now: number, turn: number): boolean {
  const distance = state - call.first;
  if (distance >= farState) return isFirstFar(call, now, turn * states + state);
  if (call.turn !== now) {
    call.tried = call.turn === now - 1 ? call.triedNext : 0;
    call.triedNext = 0;
    call.turn = now;
  }
  const bit = 1 << distance;
  if (((turn === now ? call.tried : call.triedNext) & bit) !== 0) return false;
  if (turn === now) call.tried |= bit;
  else call.triedNext |= bit;
  return true;
}

function isFirstFar(call: Call, now: number, key: number): boolean {
  call.far ??= [];
  if (call.far.includes(key)) return false;
  if (call.far.length > shortList) call.far = call.far.filter((each) => each >= now * states);
  call.far.push(key);
  return true;
}
