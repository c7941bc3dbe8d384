#include "trial/types.h"

#include <string.h>

#define TEXTS                                                                                      \
    "|a|it's \"quoted\" \\ back; -- $$ %s :x ?|\xc3\x84\xc3\x96\xc3\x9f \xe6\xbc\xa2\xe5\xad\x97 " \
    "\xf0\x9f\x99\x82 "                                                                            \
    "e\xcc\x81|  blanks  |two\nlines|" LONG
#define LONG LONG_40 LONG_40 LONG_40 LONG_40 LONG_40 LONG_40 LONG_40 LONG_40
#define LONG_40 "0123456789abcdefghijABCDEFGHIJ----------"
#define JSON "null|{}|[]|0|\"text\"|{\"a\": [1, null, \"it's \xc3\xa9\"]}"
#define UUIDS "00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff"
#define UUID "00000000-0000-4000-8000-0000000%n"

/* ---- PostgreSQL ------------------------------------------------------------------------------------ */

static const struct trial_type postgresql[] = {
    {"smallint", "%n", "0|-1|32767|-32768", false, false},
    {"integer", "%n", "0|-1|2147483647|-2147483648", false, false},
    {"bigint", "%n", "0|-1|9223372036854775807|-9223372036854775808", false, false},
    {"numeric", "%n.5", "0|-1|NaN", false, false},
    {"real", "%n.5", "0|-0|Infinity|-Infinity|NaN|3.4e38|1.2e-38", false, false},
    {"double precision", "%n.5", "0|-0|Infinity|-Infinity|NaN|1.7e308|2.3e-308", false, false},
    {"money", "%n.50", "0|92233720368547758.07|-92233720368547758.08", false, false},
    {"boolean", "true", "true|false", false, false},
    {"text", "text %n", TEXTS, false, true},
    {"character varying", "text %n", TEXTS, false, true},
    {"character", "t%n", TEXTS, false, true},
    {"bpchar", "text %n", TEXTS, false, true},
    {"citext", "text %n", TEXTS, false, true},
    {"name", "text_%n", "|a", false, false},
    {"\"char\"", "a", "|a|z", false, false},
    {"bytea", "\\x%n0", "\\x|\\x00|\\x00ff27225c", false, false},
    {"date", "2024-%m-%d", "4713-01-01 BC|5874897-12-31|2000-02-29|infinity|-infinity", false, false},
    {"timestamp without time zone", "2024-%m-%d 12:30:00",
     "4713-01-01 00:00:00 BC|294276-12-31 23:59:59.999999|2000-02-29 12:00:00|infinity|-infinity", false,
     false},
    {"timestamp with time zone", "2024-%m-%d 12:30:00+00",
     "4713-01-01 00:00:00+00 BC|294276-12-31 23:59:59.999999+00|2000-02-29 12:00:00+00|infinity|-infinity",
     false, false},
    {"time without time zone", "12:%m:%d", "00:00:00|24:00:00|23:59:59.999999", false, false},
    {"time with time zone", "12:%m:%d+00", "00:00:00+15:59|24:00:00-15:59", false, false},
    {"interval", "%n minutes", "0|-178000000 years|178000000 years|1 mon -1 day 00:00:00.000001", false,
     false},
    {"uuid", UUID, UUIDS, false, false},
    {"json", "{\"n\": %n}", JSON, false, false},
    {"jsonb", "{\"n\": %n}", JSON, false, false},
    {"xml", "<n>%n</n>", "<a/>", false, false},
    {"inet", "10.0.%m.%d", "0.0.0.0/0|::/0|255.255.255.255|ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false,
     false},
    {"cidr", "10.%m.%d.0/24", "0.0.0.0/0|::/0", false, false},
    {"macaddr", "08:00:2b:01:%m:%d", "00:00:00:00:00:00|ff:ff:ff:ff:ff:ff", false, false},
    {"macaddr8", "08:00:2b:ff:fe:01:%m:%d", "00:00:00:00:00:00:00:00|ff:ff:ff:ff:ff:ff:ff:ff", false, false},
    {"int4range", "[%n0,%n9)", "empty|(,)|[-2147483648,2147483647)", false, false},
    {"int8range", "[%n0,%n9)", "empty|(,)|[-9223372036854775808,9223372036854775807)", false, false},
    {"numrange", "[%n0,%n9)", "empty|(,)", false, false},
    {"daterange", "[2024-%m-%d,2024-%m-%d]", "empty|(,)|[infinity,]", false, false},
    {"tsrange", "[2024-%m-%d 10:00,2024-%m-%d 11:00)", "empty|(,)", false, false},
    {"tstzrange", "[2024-%m-%d 10:00+00,2024-%m-%d 11:00+00)", "empty|(,)", false, false},
    {"int4multirange", "{[%n0,%n9)}", "{}|{(,)}", false, false},
    {"int8multirange", "{[%n0,%n9)}", "{}|{(,)}", false, false},
    {"nummultirange", "{[%n0,%n9)}", "{}|{(,)}", false, false},
    {"datemultirange", "{[2024-%m-%d,2024-%m-%d]}", "{}|{(,)}", false, false},
    {"tsmultirange", "{[2024-%m-%d 10:00,2024-%m-%d 11:00)}", "{}|{(,)}", false, false},
    {"tstzmultirange", "{[2024-%m-%d 10:00+00,2024-%m-%d 11:00+00)}", "{}|{(,)}", false, false},
    {"tsvector", "text n%n", "|'it''s' a", false, false},
    {"tsquery", "text & n%n", "a & !b", false, false},
    {"point", "(%n,1)", "(0,0)|(Infinity,-Infinity)", false, false},
    {"line", "{1,%n,0}", "{1,-1,0}", false, false},
    {"lseg", "[(0,0),(%n,1)]", "[(0,0),(0,0)]", false, false},
    {"box", "((0,0),(%n,1))", "((0,0),(0,0))", false, false},
    {"path", "[(0,0),(%n,1)]", "((0,0))", false, false},
    {"polygon", "((0,0),(%n,1),(1,1))", "((0,0))", false, false},
    {"circle", "<(0,0),%n>", "<(0,0),0>", false, false},
    {"oid", "%n", "0|4294967295", false, false},
    {"pg_lsn", "0/%n", "0/0|FFFFFFFF/FFFFFFFF", false, false},
    {"hstore", "n=>%n", "|a=>NULL", false, false},
    {"ltree", "text.n%n", "|a", false, false},
};

const struct trial_type *trial_postgresql_type(struct aludel_text name)
{
    for (size_t i = 0; i < sizeof postgresql / sizeof *postgresql; i++) {
        if (al_is(name, postgresql[i].name))
            return &postgresql[i];
    }
    return NULL;
}

/* ---- SQLite ------------------------------------------------------------------------------------------ */

/* The first whose name is a part of the declared one. What people call DATE or UUID holds such texts. */
static const struct trial_type sqlite[] = {
    {"bool", "1", "1|0", true, false},
    {"interval", "%n", "0|-1", true, false},
    {"point", "%n", "0|-1", true, false},
    {"smallint", "%n", "0|-1|32767|-32768", true, false},
    {"int", "%n", "0|-1|9223372036854775807|-9223372036854775808", true, false},
    {"json", "{\"n\": %n}", JSON, false, false},
    {"uuid", UUID, UUIDS, false, false},
    {"char", "text %n", TEXTS, false, true},
    {"clob", "text %n", TEXTS, false, true},
    {"text", "text %n", TEXTS, false, true},
    {"enum", "text %n", TEXTS, false, true},
    {"string", "text %n", TEXTS, false, true},
    {"blob", "x'%n0'", "x''|x'00'|x'00ff27225c'", true, false},
    {"binary", "x'%n0'", "x''|x'00'|x'00ff27225c'", true, false},
    {"real", "%n.5", "0.0|-1.0|9e999|-9e999|1.7976931348623157e308|5e-324", true, false},
    {"floa", "%n.5", "0.0|-1.0|9e999|-9e999|1.7976931348623157e308|5e-324", true, false},
    {"doub", "%n.5", "0.0|-1.0|9e999|-9e999|1.7976931348623157e308|5e-324", true, false},
    {"datetime", "2024-%m-%d 12:30:00", "0001-01-01 00:00:00|9999-12-31 23:59:59.999999", false, false},
    {"timestamp", "2024-%m-%d 12:30:00", "0001-01-01 00:00:00|9999-12-31 23:59:59.999999", false, false},
    {"date", "2024-%m-%d", "0001-01-01|9999-12-31|2000-02-29", false, false},
    {"time", "12:%m:%d", "00:00:00|23:59:59.999999", false, false},
    {"any", "text %n", TEXTS, false, true},
};
static const struct trial_type sqlite_number = {"", "%n", "0|-1|0.5", true, false};
static const struct trial_type sqlite_untyped = {"", "text %n", TEXTS, false, true};

static bool has_part(const char *declared, const char *part)
{
    size_t n = strlen(part);
    for (; strlen(declared) >= n; declared++) {
        if (al_same_nocase((struct aludel_text){declared, n}, al_text(part)))
            return true;
    }
    return false;
}

const struct trial_type *trial_sqlite_type(const char *declared)
{
    if (!*declared)
        return &sqlite_untyped;
    for (size_t i = 0; i < sizeof sqlite / sizeof *sqlite; i++) {
        if (has_part(declared, sqlite[i].name))
            return &sqlite[i];
    }
    return &sqlite_number;
}
