"""What a compiled Java class holds: constant texts, the code of methods, and the few byte code forms that generated
parsers are made of. No JVM needed."""

import struct

ALOAD_0, GETFIELD, INVOKEVIRTUAL, IRETURN = 0x2A, 0xB4, 0xB6, 0xAC
TABLESWITCH, LOOKUPSWITCH = 0xAA, 0xAB


class ClassFile:
    """A class file: texts and references as `constants` by index, `fields` with a constant text (None for a number), the byte code of `methods`."""

    def __init__(self, data):
        self._data, self._at = data, 8
        self.constants = self._read_constants()
        self._at += 6
        interfaces = self._u2()
        self._at += 2 * interfaces
        self.fields, self.methods = {}, {}
        for _ in range(self._u2()):
            name, attributes = self._member()
            if "ConstantValue" in attributes:
                index = struct.unpack(">H", attributes["ConstantValue"])[0]
                self.fields[name] = self._text(index)
        for _ in range(self._u2()):
            name, attributes = self._member()
            if "Code" in attributes:
                code = attributes["Code"]
                self.methods[name] = code[8 : 8 + struct.unpack(">I", code[4:8])[0]]

    def strings(self, method):
        """The array that `return new String[] {…}` gives; None for null."""
        code, found, stack, at = self.methods[method], {}, [], 0
        while at < len(code):
            operation, size = code[at], 1
            if operation == 0x01:
                stack.append(None)
            elif 0x02 <= operation <= 0x08:
                stack.append(operation - 3)
            elif operation == 0x10:
                stack.append(struct.unpack_from(">b", code, at + 1)[0])
                size = 2
            elif operation == 0x11:
                stack.append(struct.unpack_from(">h", code, at + 1)[0])
                size = 3
            elif operation == 0x12:
                stack.append(self._text(code[at + 1]))
                size = 2
            elif operation == 0x13:
                stack.append(self._text(struct.unpack_from(">H", code, at + 1)[0]))
                size = 3
            elif operation == 0xBD:
                stack.pop()
                size = 3
            elif operation == 0x53:
                value, index = stack.pop(), stack.pop()
                found[index] = value
            elif operation not in (0x59, 0xB0):
                raise ValueError(f"{method}: operation {operation:#x} is unknown")
            at += size
        return [found.get(index) for index in range(max(found) + 1)]

    def conditions(self, method):
        """The flags, by number of the predicate, that a method of predicates returns: "name" or "!name"."""
        code, found = self.methods[method], {}
        for case, at in _cases(code).items():
            if code[at] == ALOAD_0 and code[at + 1] in (GETFIELD, INVOKEVIRTUAL):
                name = self._member_name(struct.unpack_from(">H", code, at + 2)[0])
                rest = code[at + 4]
                if rest != IRETURN and rest != 0x9A:
                    raise ValueError(f"{method}: predicate {case} has an unknown form")
                found[case] = name if rest == IRETURN else f"!{name}"
        return found

    def compared_numbers(self, method):
        """The numbers that a method compares a local variable with."""
        code, found, at = self.methods[method], [], 0
        while at < len(code) - 3:
            if code[at] == 0x1B and code[at + 1] == 0x11:
                found.append(struct.unpack_from(">h", code, at + 2)[0])
                at += 4
            elif code[at] == 0x1B and code[at + 1] == 0x10:
                found.append(code[at + 2])
                at += 3
            else:
                at += 1
        return found

    def _u2(self):
        self._at += 2
        return struct.unpack_from(">H", self._data, self._at - 2)[0]

    def _text(self, index):
        value = self.constants.get(index)
        return self.constants[value[0]] if isinstance(value, tuple) else value

    def _member_name(self, index):
        return self.constants[self.constants[self.constants[index][1]][0]]

    def _read_constants(self):
        count, found, index = self._u2(), {}, 1
        while index < count:
            tag = self._data[self._at]
            self._at += 1
            if tag == 1:
                length = self._u2()
                raw = self._data[self._at : self._at + length].replace(b"\xc0\x80", b"\0")
                found[index] = raw.decode("utf-8", "surrogatepass")
                self._at += length
            elif tag in (7, 8, 16, 19, 20):
                found[index] = (self._u2(),)
            elif tag in (9, 10, 11, 12, 17, 18):
                found[index] = (self._u2(), self._u2())
            else:
                self._at += {3: 4, 4: 4, 5: 8, 6: 8, 15: 3}[tag]
                index += tag in (5, 6)
            index += 1
        return found

    def _member(self):
        self._at += 2
        name, attributes = self.constants[self._u2()], {}
        self._at += 2
        for _ in range(self._u2()):
            attribute = self.constants[self._u2()]
            length = struct.unpack_from(">I", self._data, self._at)[0]
            self._at += 4
            attributes[attribute] = self._data[self._at : self._at + length]
            self._at += length
        return name, attributes


def _cases(code):
    """Where each case of the method's one switch begins."""
    start = 1
    if code[start] not in (TABLESWITCH, LOOKUPSWITCH):
        raise ValueError("no switch over predicates")
    at = start + 4 - start % 4
    if code[start] == TABLESWITCH:
        low, high = struct.unpack_from(">ii", code, at + 4)
        offsets = struct.unpack_from(f">{high - low + 1}i", code, at + 12)
        return {low + index: start + offset for index, offset in enumerate(offsets)}
    count = struct.unpack_from(">i", code, at + 4)[0]
    pairs = struct.unpack_from(f">{2 * count}i", code, at + 8)
    return {pairs[2 * index]: start + pairs[2 * index + 1] for index in range(count)}
