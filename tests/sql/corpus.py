"""Statements made up from a seed: valid ones, with everything in them that could fool a splitter."""
import random

NASTY = ["it''s", ";", "--", "/*", "*/", "$$", "BEGIN", "END;", '"', "\\", "[", "]", "`", "(", ")", "CASE", "ü", "", " ",
         "\n", "$a$", "%", "?", "E", "''"]
WORDS = ["a", "b1", "c_d", "note", "e", "x", "n", "end_at", "größe", "t$1" ]


class Corpus:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def some(self, make, low, high, between=""):
        return between.join(make() for _ in range(self.r.randint(low, high)))

    def pick(self, *makers):
        made = self.r.choice(makers)
        return made() if callable(made) else made

    def inside(self, without=()):
        return self.some(lambda: self.r.choice([n for n in NASTY + WORDS if not any(w in n for w in without)]), 0, 5)

    def string(self):
        return "'" + self.inside(["'"]).replace("'", "''") + self.pick("", "''") + "'"

    def quoted(self):
        return '"' + (self.inside(['"', "'"]) + "q") + self.pick("", '""') + '"'

    def name(self):
        return self.pick(self.r.choice(WORDS), self.quoted)

    def space(self):
        return self.pick(" ", " ", " ", "\n", "\t ", self.line_comment, self.block_comment)

    def line_comment(self):
        return " -- " + self.inside(["\n"]) + "\n"

    def block_comment(self):
        return " /* " + self.inside(["*/", "/*"]) + " */ "

    def value(self, depth=0):
        simple = ["1", "2.5e3", "NULL", "-1", self.string, self.name]
        if depth < 3:
            simple += [lambda: f"({self.expression(depth + 1)})", lambda: self.case(depth + 1),
                       lambda: f"coalesce({self.expression(depth + 1)}, {self.value(depth + 1)})",
                       lambda: f"(SELECT{self.space()}{self.expression(depth + 1)})"]
        return self.pick(*simple, *self.own_values())

    def own_values(self):
        return []

    def case(self, depth):
        return (f"CASE{self.space()}WHEN {self.value(depth)} = {self.value(depth)} THEN{self.space()}"
                f"{self.value(depth)} ELSE {self.value(depth)}{self.space()}END")

    def expression(self, depth=0):
        """At most one comparison: in PostgreSQL they can't be chained."""
        operator = lambda: self.r.choice([" + ", "*", " - ", "/ ", " || "])
        term = lambda: self.value(depth) + self.some(lambda: operator() + self.value(depth), 0, 1)
        return term() + self.pick("", lambda: self.r.choice([" = ", "<", ">= ", " <> "]) + term())

    def select(self):
        return (f"SELECT{self.space()}{self.some(self.expression, 1, 3, ', ')}"
                + self.pick("", lambda: f"{self.space()}FROM {self.name()}{self.space()}WHERE {self.expression()}"))

    def insert(self):
        return f"INSERT INTO{self.space()}{self.name()}{self.space()}VALUES ({self.expression()},{self.string()})"

    def update(self):
        return f"UPDATE {self.name()}{self.space()}SET {self.r.choice(WORDS)} = {self.expression()} WHERE {self.expression()}"

    def delete(self):
        return f"DELETE{self.space()}FROM {self.name()} WHERE {self.expression()}"

    def create(self):
        return f"CREATE TABLE{self.space()}{self.name()} (a INT DEFAULT 1,{self.space()}b TEXT DEFAULT {self.string()})"

    def change(self):
        return self.pick(self.insert, self.update, self.delete)

    def statement(self):
        return self.pick(self.select, self.insert, self.update, self.delete, self.create, *self.own_statements())

    def own_statements(self):
        return []

    def text(self):
        """Statements, and how they were joined."""
        statements = [self.statement() for _ in range(self.r.randint(1, 4))]
        text = self.some(self.space, 0, 2)
        for s in statements:
            text += s + self.some(self.space, 0, 1) + ";" + self.some(self.space, 0, 2)
        return statements, text


class SqliteCorpus(Corpus):
    def own_values(self):
        return [lambda: "[" + self.inside(["]", "'"]) + "q]", lambda: "`" + self.inside(["`", "'"]) + "q`", "x'0a'"]

    def trigger(self):
        when = self.pick("", lambda: f"WHEN {self.expression()} ")
        body = self.some(lambda: f"{self.change()}{self.pick('', self.space)};{self.space()}", 1, 3)
        return (f"CREATE{self.space()}{self.pick('', 'TEMP ', 'TEMPORARY ')}TRIGGER{self.space()}{self.name()} AFTER INSERT ON"
                f"{self.space()}t {when}BEGIN{self.space()}{body}END")

    def own_statements(self):
        return [self.trigger, self.trigger]


class PostgresqlCorpus(Corpus):
    def own_values(self):
        return [self.estring, self.dollar, "$$a;'b$$", "U&'a;'", "B'1'", "'1'::int", "ARRAY[1, 2]"]

    def estring(self):
        return "E'" + self.some(lambda: self.pick("\\'", "\\\\", "''", ";", "--", "$$", "a"), 0, 5) + "'"

    def dollar(self):
        tag = self.r.choice(["$$", "$x$", "$body$"])
        return tag + self.inside(["$"]) + tag

    def block_comment(self):
        return self.pick(super().block_comment, lambda: f" /* {self.inside(['*', '/'])}{self.block_comment()} */ ")

    def do(self):
        tag = self.r.choice(["$$", "$do$"])
        return f"DO{self.space()}{tag} BEGIN IF 1 = 2 THEN PERFORM 1; END IF; /* ; */ -- it's;\nEND {tag}"

    def rule(self):
        return (f"CREATE RULE {self.name()} AS ON INSERT TO t DO{self.space()}"
                f"({self.change()};{self.space()}{self.change()})")

    def function(self):
        tag = self.r.choice(["$$", "$f$"])
        return (f"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS{self.space()}{tag} SELECT 1; SELECT 'it''s;' {tag}")

    def atomic(self):
        return (f"CREATE{self.pick('', ' OR REPLACE')} FUNCTION f() RETURNS int{self.space()}BEGIN ATOMIC{self.space()}"
                f"{self.some(lambda: self.select() + ';' + self.space(), 1, 3)}END")

    def own_statements(self):
        return [self.do, self.rule, self.function, self.atomic]
