import fc from "fast-check";

/**
 * A text of any UTF-16 code units, lone surrogates and what is beyond them among them, printable ASCII more often. The
 * library's own "binary" texts take a second to set up, each time that they are asked for.
 */
export const anyText = (constraints: Omit<fc.StringConstraints, "unit"> = {}): fc.Arbitrary<string> =>
  fc.string({
    ...constraints,
    unit: fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0x20, max: 0x7e }).map((unit) => String.fromCharCode(unit)),
      fc.integer({ min: 0x10000, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
    ),
  });
