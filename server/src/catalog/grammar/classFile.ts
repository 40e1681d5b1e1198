/**
 * What a compiled Java class holds, as far as generated parsers need it: constant texts, the code of methods, and the
 * few forms of byte code that such parsers are made of. No JVM is needed.
 */
export interface ClassFile {
  /** Fields with a constant text; null for other constants. */
  readonly fields: ReadonlyMap<string, string | null>;
  /** The byte code of methods. */
  readonly methods: ReadonlyMap<string, Uint8Array>;
  /** Texts, and the indexes that other constants refer to. */
  readonly constants: ReadonlyMap<number, Constant>;
}

type Constant = string | readonly number[];

/** Reads a class file. @throws {Error} for what is none */
export function readClass(bytes: Uint8Array): ClassFile {
  const reader = readerOf(bytes);
  if (reader.u4() !== 0xcafebabe) throw new Error("This is no class file.");
  reader.skip(4);
  const constants = readConstants(reader);
  reader.skip(6);
  reader.skip(2 * reader.u2());
  const fields = new Map<string, string | null>();
  for (const { name, attributes } of readMembers(reader, constants)) {
    const constant = attributes.get("ConstantValue");
    if (constant) fields.set(name, textAt(constants, readerOf(constant).u2()));
  }
  const methods = new Map<string, Uint8Array>();
  for (const { name, attributes } of readMembers(reader, constants)) {
    const code = attributes.get("Code");
    if (code) methods.set(name, code.subarray(8, 8 + viewOf(code).getUint32(4)));
  }
  return { fields, methods, constants };
}

interface Reader {
  readonly u1: () => number;
  readonly u2: () => number;
  readonly u4: () => number;
  readonly bytes: (length: number) => Uint8Array;
  readonly skip: (length: number) => void;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

function readerOf(bytes: Uint8Array): Reader {
  const view = viewOf(bytes);
  let at = 0;
  const forth = (length: number): number => (at += length) - length;
  return {
    u1: () => view.getUint8(forth(1)),
    u2: () => view.getUint16(forth(2)),
    u4: () => view.getUint32(forth(4)),
    bytes(length) {
      const start = forth(length);
      return bytes.subarray(start, start + length);
    },
    skip: (length) => void forth(length),
  };
}

/** Sizes of constants that nothing here refers to, by their tag. */
const sizes: Readonly<Record<number, number>> = { 3: 4, 4: 4, 5: 8, 6: 8, 15: 3 };

function readConstants(reader: Reader): ReadonlyMap<number, Constant> {
  const found = new Map<number, Constant>();
  const count = reader.u2();
  for (let index = 1; index < count; index++) {
    const tag = reader.u1();
    if (tag === 1) found.set(index, textOf(reader.bytes(reader.u2())));
    else if ([7, 8, 16, 19, 20].includes(tag)) found.set(index, [reader.u2()]);
    else if ([9, 10, 11, 12, 17, 18].includes(tag)) found.set(index, [reader.u2(), reader.u2()]);
    else {
      const size = sizes[tag];
      if (size === undefined) throw new Error(`The constant of kind ${tag} is unknown.`);
      reader.skip(size);
      if (tag === 5 || tag === 6) index++;
    }
  }
  return found;
}

/** Java's own form of UTF-8: code units of UTF-16 one by one, and two bytes for zero (JVM specification 4.4.7). */
function textOf(bytes: Uint8Array): string {
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    if (first < 0x80) {
      units.push(first);
      at += 1;
    } else if (first < 0xe0) {
      units.push(((first & 0x1f) << 6) | (second & 0x3f));
      at += 2;
    } else {
      units.push(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f));
      at += 3;
    }
  }
  const most = 8192;
  let text = "";
  for (let at = 0; at < units.length; at += most) text += String.fromCharCode(...units.slice(at, at + most));
  return text;
}

interface Member {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Uint8Array>;
}

function readMembers(reader: Reader, constants: ReadonlyMap<number, Constant>): Member[] {
  return Array.from({ length: reader.u2() }, () => {
    reader.skip(2);
    const name = textAt(constants, reader.u2()) ?? "";
    reader.skip(2);
    const attributes = new Map<string, Uint8Array>();
    for (let left = reader.u2(); left > 0; left--) {
      const attribute = textAt(constants, reader.u2()) ?? "";
      attributes.set(attribute, reader.bytes(reader.u4()));
    }
    return { name, attributes };
  });
}

function textAt(constants: ReadonlyMap<number, Constant>, index: number): string | null {
  const value = constants.get(index);
  if (typeof value === "string") return value;
  const text = value?.length === 1 ? constants.get(value[0] ?? 0) : undefined;
  return typeof text === "string" ? text : null;
}

function codeOf({ methods }: ClassFile, method: string): Uint8Array {
  const code = methods.get(method);
  if (code === undefined) throw new Error(`The class has no method ${method}.`);
  return code;
}

/** The array that a method's `return new String[] {…}` gives; null for null. @throws {Error} for other code */
export function stringsOf(file: ClassFile, method: string): readonly (string | null)[] {
  const code = codeOf(file, method);
  const view = viewOf(code);
  const found: (string | null)[] = [];
  const stack: (string | number | null)[] = [];
  for (let at = 0; at < code.length;) {
    const operation = view.getUint8(at);
    let size = 1;
    if (operation === 0x01) stack.push(null);
    else if (operation >= 0x02 && operation <= 0x08) stack.push(operation - 3);
    else if (operation === 0x10) {
      stack.push(view.getInt8(at + 1));
      size = 2;
    } else if (operation === 0x11) {
      stack.push(view.getInt16(at + 1));
      size = 3;
    } else if (operation === 0x12) {
      stack.push(textAt(file.constants, view.getUint8(at + 1)));
      size = 2;
    } else if (operation === 0x13) {
      stack.push(textAt(file.constants, view.getUint16(at + 1)));
      size = 3;
    } else if (operation === 0xbd) {
      stack.pop();
      size = 3;
    } else if (operation === 0x53) {
      const [value, index] = [stack.pop(), stack.pop()];
      if (typeof index === "number") found[index] = typeof value === "string" ? value : null;
    } else if (operation !== 0x59 && operation !== 0xb0)
      throw new Error(`${method} has an unknown operation: ${operation}.`);
    at += size;
  }
  return Array.from(found, (each) => each ?? null);
}

const [loadThis, getField, callMethod, giveInt, ifTrue] = [0x2a, 0xb4, 0xb6, 0xac, 0x9a];

/** The flags, by number of the predicate, that a method of predicates returns: "name" or "!name". @throws {Error} for other code */
export function conditionsOf(file: ClassFile, method: string): Readonly<Record<string, string>> {
  const code = codeOf(file, method);
  const view = viewOf(code);
  const found: Record<string, string> = {};
  for (const [predicate, at] of casesOf(code)) {
    if (code[at] !== loadThis || (code[at + 1] !== getField && code[at + 1] !== callMethod)) continue;
    const name = memberName(file, view.getUint16(at + 2));
    const rest = code[at + 4];
    if (rest !== giveInt && rest !== ifTrue)
      throw new Error(`The predicate ${predicate} of ${method} has an unknown form.`);
    found[predicate] = rest === giveInt ? name : `!${name}`;
  }
  return found;
}

function memberName({ constants }: ClassFile, index: number): string {
  const member = constants.get(index);
  const pair = typeof member === "object" ? constants.get(member[1] ?? 0) : undefined;
  return (typeof pair === "object" ? textAt(constants, pair[0] ?? 0) : null) ?? "";
}

/** Where each case of a method's one switch begins. */
function casesOf(code: Uint8Array): readonly (readonly [number: number, at: number])[] {
  const view = viewOf(code);
  const start = 1;
  const at = start + 4 - (start % 4);
  if (code[start] === 0xaa) {
    const low = view.getInt32(at + 4);
    const count = view.getInt32(at + 8) - low + 1;
    return Array.from({ length: count }, (_, index) => [
      low + index,
      start + view.getInt32(at + 12 + 4 * index),
    ]);
  }
  if (code[start] !== 0xab) throw new Error("A method of predicates has no switch.");
  return Array.from({ length: view.getInt32(at + 4) }, (_, index) => [
    view.getInt32(at + 8 + 8 * index),
    start + view.getInt32(at + 12 + 8 * index),
  ]);
}

/** The numbers that a method compares its first variable with. */
export function comparedNumbers(file: ClassFile, method: string): readonly number[] {
  const code = codeOf(file, method);
  const view = viewOf(code);
  const found: number[] = [];
  for (let at = 0; at < code.length - 3;)
    if (code[at] === 0x1b && code[at + 1] === 0x11) {
      found.push(view.getInt16(at + 2));
      at += 4;
    } else if (code[at] === 0x1b && code[at + 1] === 0x10) {
      found.push(view.getUint8(at + 2));
      at += 3;
    } else at += 1;
  return found;
}
