/* kinds_table.c - see kinds.h: the table of kinds, and nothing else that knows one. Fields ascend by name. */
#include "record/kinds.h"

#define END          \
    {                \
        .name = NULL \
    }
enum { MAY = true, LIST = true, ONE = false, MUST = false };
/* clang-format off */
#define FIELD(name, type, may, list, words)    {(name), (words), FIELD_##type, (may), (list), NULL}
#define OBJECTS(name, may, inside, words)      {(name), (words), FIELD_OBJECT, (may), LIST, (inside)}
/* clang-format on */

enum { PARTIES = 1 << ROLE_PARTY, WITNESSES = 1 << ROLE_WITNESS, EVERYBODY = (1 << ROLES) - 1 };

static const KindField MEMBER[] = {
    FIELD("key", KEY, MUST, ONE, "the key that signs from the start"),
    FIELD("name", MEMBER, MUST, ONE, "how texts and origins name the member"),
    FIELD("next", HASH, MUST, ONE,
          "SHA-256 of the next key (type and key), which stays unseen until it is needed"),
    FIELD("role", ROLE, MUST, ONE, "party, witness or observer"),
    END,
};

static const KindField FILES[] = {
    FIELD("bytes", COUNT, MUST, ONE, "the size of the file"),
    FIELD("digest", HASH, MUST, ONE, "SHA-256 of the file"),
    FIELD("path", TEXT, MUST, ONE, "the name of the file"),
    END,
};

static const KindField SUMS[] = {
    FIELD("currency", CURRENCY, MAY, ONE, "of an amount"),
    FIELD("name", TEXT, MUST, ONE, "what is summed"),
    FIELD("value", DECIMAL, MUST, ONE, "the sum"),
    END,
};

static const KindField AMOUNTS[] = {
    FIELD("amount", DECIMAL, MUST, ONE, "how much"),
    FIELD("creditor", MEMBER, MUST, ONE, "to whom"),
    FIELD("debtor", MEMBER, MUST, ONE, "who owes it"),
    END,
};

static const KindField EVIDENCE[] = {
    FIELD("digest", HASH, MUST, ONE, "SHA-256 of the document"),
    FIELD("title", TEXT, MUST, ONE, "what it is"),
    END,
};

static const KindField FOUNDING[] = {
    FIELD("agreement", NAME, MUST, ONE, "the name of the agreement"),
    OBJECTS("members", MUST, MEMBER, "parties, witness and observers"),
    FIELD("nonce", HASH, MUST, ONE, "32 random bytes, so that two agreements of the same members differ"),
    END,
};

static const KindField MEMBER_JOIN[] = {
    FIELD("key", KEY, MUST, ONE, "the key that signs from the start"),
    FIELD("member", MEMBER, MUST, ONE, "how texts and origins name the member"),
    FIELD("next", HASH, MUST, ONE, "SHA-256 of the next key"),
    FIELD("role", ROLE, MUST, ONE, "party, witness or observer"),
    END,
};

static const KindField MEMBER_LEAVE[] = {
    FIELD("member", MEMBER, MUST, ONE, "who leaves"),
    FIELD("reason", TEXT, MAY, ONE, "why"),
    FIELD("size", COUNT, MUST, ONE, "where the feed ends; what is written behind it is void"),
    END,
};

static const KindField KEY_CHANGE[] = {
    FIELD("key", KEY, MUST, ONE,
          "the new key, which signs this entry; its SHA-256 was given as `next` before"),
    FIELD("next", HASH, MUST, ONE, "SHA-256 of the key after it"),
    FIELD("void_from", COUNT, MAY, ONE,
          "the old key was not alone in good hands from this place of the feed on: entries that "
          "nobody else had seen are void"),
    END,
};

static const KindField MANIFEST[] = {
    FIELD("edition", TEXT, MUST, ONE, "what people call this version"),
    OBJECTS("files", MUST, FILES, "the files of the text, the first is the one to read"),
    FIELD("replaces", HASH, MAY, ONE, "the act of the text that it replaces"),
    OBJECTS("tables", MAY, FILES, "data that the text rests on: calendars, lists of countries, registers"),
    END,
};

static const KindField TEXT_EFFECTIVE[] = {
    FIELD("day", DAY, MUST, ONE, "the first day of the text"),
    OBJECTS("evidence", MAY, EVIDENCE, "that its conditions are met"),
    FIELD("text", HASH, MUST, ONE, "the act of the signed text"),
    END,
};

static const KindField AMENDMENT[] = {
    FIELD("effective", DAY, MUST, ONE, "the first day of the new text"),
    OBJECTS("files", MUST, FILES, "the files of the amendment, or of the whole new text"),
    OBJECTS("tables", MAY, FILES, "data that the text rests on"),
    FIELD("text", HASH, MUST, ONE, "the act of the text that it changes"),
    END,
};

static const KindField WAIVER[] = {
    FIELD("clause", TEXT, MUST, ONE, "what is waived"),
    FIELD("from", DAY, MUST, ONE, "the first day"),
    FIELD("reason", TEXT, MAY, ONE, "why"),
    FIELD("text", HASH, MUST, ONE, "the act of the text"),
    FIELD("through", DAY, MAY, ONE, "the last day; without it the waiver stays"),
    END,
};

static const KindField MEASUREMENT[] = {
    FIELD("evidence_digest", HASH, MAY, ONE, "SHA-256 of what it was read from"),
    FIELD("measure", NAME, MUST, ONE, "the measure, as the text names it"),
    FIELD("period", PERIOD, MUST, ONE, "when it was so"),
    FIELD("source", TEXT, MAY, ONE, "who or what measured"),
    FIELD("value", DECIMAL, MUST, ONE, "the value, in the unit of the text"),
    END,
};

static const KindField FACT[] = {
    FIELD("day", DAY, MUST, ONE, "from when it holds"),
    OBJECTS("evidence", MAY, EVIDENCE, "documents"),
    FIELD("says", TEXT, MUST, ONE, "the fact, as statements of a file of facts"),
    END,
};

static const KindField USAGE_REPORT[] = {
    FIELD("corrects", ENTRY, MAY, ONE, "the report that it replaces"),
    FIELD("cuts", DAY, MUST, LIST,
          "the days of the period, the first among them, from which on the sums are told apart"),
    FIELD("lines", COUNT, MUST, ONE, "how many lines it commits to"),
    FIELD("meaning", TEXT, MUST, ONE, "a digest of what the sums mean: columns, conditions, register"),
    FIELD("period", PERIOD, MUST, ONE, "of the usage"),
    FIELD("report", NAME, MUST, ONE, "the lines of the text that it reports"),
    FIELD("root", HASH, MUST, ONE, "the root of the tree of all salted lines, sorted by document number"),
    FIELD("sums", TEXT, MUST, ONE, "the file of sums"),
    OBJECTS("totals", MAY, SUMS, "totals to tie to accounts"),
    END,
};

static const KindField REPORT_ACCEPTED[] = {
    FIELD("report", ENTRY, MUST, ONE, "the report"),
    END,
};

static const KindField REPORT_QUERIED[] = {
    FIELD("by", DAY, MAY, ONE, "until when an answer is asked for"),
    FIELD("question", TEXT, MUST, ONE, "what is doubted"),
    FIELD("report", ENTRY, MUST, ONE, "the report"),
    END,
};

static const KindField STATEMENT[] = {
    OBJECTS("amounts", MUST, AMOUNTS, "what is owed, before netting"),
    FIELD("corrects", ENTRY, MAY, ONE, "the statement that it replaces"),
    FIELD("currency", CURRENCY, MUST, ONE, "of the amounts"),
    FIELD("digest", HASH, MUST, ONE, "SHA-256 of the whole statement as JSON"),
    FIELD("period", PERIOD, MUST, ONE, "of the statement"),
    FIELD("reports", ENTRY, MAY, LIST, "the reports that it rests on"),
    END,
};

static const KindField PAYMENT[] = {
    FIELD("amount", DECIMAL, MUST, ONE, "how much"),
    FIELD("clause", NAME, MAY, ONE, "the royalty or payment of the text under which it was owed"),
    FIELD("creditor", MEMBER, MUST, ONE, "to whom"),
    FIELD("currency", CURRENCY, MUST, ONE, "in which currency"),
    FIELD("day", DAY, MUST, ONE, "the day of payment"),
    FIELD("debtor", MEMBER, MUST, ONE, "who paid"),
    FIELD("period", PERIOD, MAY, ONE, "the period for which it was owed"),
    FIELD("reference", TEXT, MAY, ONE, "what the transfer says"),
    FIELD("statement", ENTRY, MAY, ONE, "what it pays"),
    END,
};

static const KindField RATE_FIXING[] = {
    FIELD("base", CURRENCY, MUST, ONE, "one unit of this"),
    FIELD("day", DAY, MUST, ONE, "the day of the rate"),
    FIELD("quote", CURRENCY, MUST, ONE, "is so much of this"),
    FIELD("rate", DECIMAL, MUST, ONE, "the rate"),
    FIELD("source", TEXT, MUST, ONE, "who published it"),
    END,
};

static const KindField NOTICE[] = {
    FIELD("about", ENTRY, MAY, ONE, "the entry that it is about"),
    FIELD("clause", TEXT, MAY, ONE, "the clause that it is given under"),
    FIELD("day", DAY, MAY, ONE, "the day for which it is given, such as the last day of a term"),
    FIELD("notice", NAME, MUST, ONE, "the notice, as the text names it"),
    FIELD("text", TEXT, MUST, ONE, "its words"),
    FIELD("to", MEMBER, MUST, LIST, "to whom"),
    END,
};

static const KindField DUTY_DONE[] = {
    FIELD("day", DAY, MUST, ONE, "when it was done"),
    FIELD("duty", NAME, MUST, ONE, "the duty, as the text names it"),
    OBJECTS("evidence", MAY, EVIDENCE, "documents"),
    FIELD("period", PERIOD, MAY, ONE, "of a duty that recurs"),
    FIELD("text", TEXT, MAY, ONE, "what was done"),
    END,
};

static const KindField DISCLOSURE[] = {
    FIELD("audience", MEMBER, MUST, LIST, "who may see the material"),
    FIELD("class", NAME, MUST, ONE, "the class of confidence"),
    FIELD("digest", HASH, MUST, ONE,
          "SHA-256 of the material with its salt; the material itself goes to its audience"),
    FIELD("title", TEXT, MAY, ONE, "what it is, if that may be known"),
    FIELD("until", DAY, MAY, ONE, "how long it is kept in confidence"),
    END,
};

static const KindField COMMENT[] = {
    FIELD("about", ENTRY, MAY, ONE, "the entry that it is about"),
    FIELD("answers", ENTRY, MAY, ONE, "the comment that it answers"),
    FIELD("text", TEXT, MUST, ONE, "its words"),
    END,
};

static const KindField REPAIR[] = {
    FIELD("kept", HASH, MUST, ONE, "the leaf of the entry that stays at this place"),
    FIELD("member", MEMBER, MUST, ONE, "whose feed is forked"),
    FIELD("size", COUNT, MUST, ONE, "the place at which the branches part"),
    END,
};

static const KindField WITNESS_LAPSE[] = {
    FIELD("member", MEMBER, MUST, ONE, "who is silent"),
    FIELD("reason", TEXT, MAY, ONE, "what was tried"),
    END,
};

#define DIGEST "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\""
#define FILE_A "{\"bytes\":4096,\"digest\":" DIGEST ",\"path\":\"agreement.md\"}"
#define KEY_A  "\"AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\""
#define KEY_B  "\"AT1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM\""

/* clang-format off */
static const Kind KINDS[] = {
    {"founding", "the act that founds the record, the same first entry in the feed of each member",
     EVERYBODY, JOINT_ALL, BODY_HERE, FOLDS_FEEDS, FOUNDING,
     "{\"agreement\":\"cross-licence\",\"members\":[{\"key\":" KEY_A ",\"name\":\"aurora\","
     "\"next\":" DIGEST ",\"role\":\"party\"},"
     "{\"key\":" KEY_B ",\"name\":\"borealis\",\"next\":" DIGEST ",\"role\":\"party\"}],"
     "\"nonce\":" DIGEST "}"},
    {"member.join", "a new member; its feed begins behind this act",
     PARTIES, JOINT_ALL, BODY_HERE, FOLDS_FEEDS, MEMBER_JOIN,
     "{\"key\":" KEY_A ",\"member\":\"cygnus\",\"next\":" DIGEST ",\"role\":\"observer\"}"},
    {"member.leave", "a member leaves; the others end its feed at what they have all seen",
     PARTIES | WITNESSES, JOINT_OTHERS, BODY_HERE, FOLDS_FEEDS, MEMBER_LEAVE,
     "{\"member\":\"cygnus\",\"size\":17}"},
    {"key.change", "a new key of the own feed, announced before by its hash",
     EVERYBODY, JOINT_NO, BODY_HERE, FOLDS_FEEDS, KEY_CHANGE,
     "{\"key\":" KEY_A ",\"next\":" DIGEST ",\"void_from\":12}"},
    {"repair", "one branch of a forked feed is kept; the other stays as evidence",
     PARTIES, JOINT_ALL, BODY_HERE, FOLDS_FEEDS, REPAIR,
     "{\"kept\":" DIGEST ",\"member\":\"aurora\",\"size\":12}"},
    {"witness.lapse",
     "the witness declares that a silent member counts as having received what the witness has",
     WITNESSES, JOINT_NO, BODY_HERE, FOLDS_FEEDS, WITNESS_LAPSE,
     "{\"member\":\"borealis\",\"reason\":\"no answer since 1 March\"}"},
    {"heartbeat", "nothing but a sign of life, so that what the others wrote becomes final",
     EVERYBODY, JOINT_NO, BODY_NONE, FOLDS_NOTHING, NULL, NULL},
    {"acknowledgement", "the heads that it has seen are received, checked and kept",
     EVERYBODY, JOINT_NO, BODY_NONE, FOLDS_NOTHING, NULL, NULL},
    {"text.proposed", "a text on the table",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_TEXTS, MANIFEST,
     "{\"edition\":\"draft 3\",\"files\":[" FILE_A "]}"},
    {"text.signed",
     "a text that all parties sign; it takes effect with the last signature and as it says itself",
     PARTIES, JOINT_ALL, BODY_SEALED, FOLDS_TEXTS, MANIFEST,
     "{\"edition\":\"2026-03-01\",\"files\":[" FILE_A "],\"tables\":[" FILE_A "]}"},
    {"text.effective", "the day from which a signed text runs, where its own words leave that to an event",
     PARTIES, JOINT_ALL, BODY_SEALED, FOLDS_TEXTS, TEXT_EFFECTIVE,
     "{\"day\":\"2026-04-01\",\"text\":" DIGEST "}"},
    {"amendment", "a change of a signed text by all parties; the old text keeps answering for its time",
     PARTIES, JOINT_ALL, BODY_SEALED, FOLDS_TEXTS, AMENDMENT,
     "{\"effective\":\"2026-07-01\",\"files\":[" FILE_A "],\"text\":" DIGEST "}"},
    {"waiver", "something that the text asks is not insisted on",
     PARTIES, JOINT_ALL, BODY_SEALED, FOLDS_TEXTS, WAIVER,
     "{\"clause\":\"report-2026\",\"from\":\"2026-04-01\",\"text\":" DIGEST ",\"through\":\"2026-06-30\"}"},
    {"measurement", "a measured value",
     EVERYBODY, JOINT_NO, BODY_SEALED, FOLDS_FACTS, MEASUREMENT,
     "{\"measure\":\"degree-of-use\",\"period\":\"2026-Q1\",\"value\":\"0.37\"}"},
    {"fact", "something that the writer attests",
     EVERYBODY, JOINT_NO, BODY_SEALED, FOLDS_FACTS, FACT,
     "{\"day\":\"2026-03-01\",\"says\":\"event release on 2026-03-01\"}"},
    {"usage.report",
     "usage of a period: the sums, and a commitment to every line, which stays with its owner",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_USAGE, USAGE_REPORT,
     "{\"cuts\":[\"2026-01-01\"],\"lines\":120000,\"meaning\":\"3b0c27f0a1d2e4c8\","
     "\"period\":\"2026-Q1\",\"report\":\"sales\",\"root\":" DIGEST ","
     "\"sums\":\"entente sums 1\\n\","
     "\"totals\":[{\"currency\":\"EUR\",\"name\":\"net\",\"value\":\"1250000.5\"}]}"},
    {"report.accepted", "a usage report is accepted",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_USAGE, REPORT_ACCEPTED, "{\"report\":\"aurora/7\"}"},
    {"report.queried", "a usage report is doubted",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_USAGE, REPORT_QUERIED,
     "{\"by\":\"2026-05-15\",\"question\":\"Where are the sales of March?\",\"report\":\"aurora/7\"}"},
    {"statement.issued", "what is owed for a period, as the writer reckons it",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_MONEY, STATEMENT,
     "{\"amounts\":[{\"amount\":\"50000\",\"creditor\":\"borealis\",\"debtor\":\"aurora\"}],"
     "\"currency\":\"EUR\",\"digest\":" DIGEST
     ",\"period\":\"2026-Q1\",\"reports\":[\"aurora/7\",\"borealis/9\"]}"},
    {"payment", "money that was paid",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_MONEY, PAYMENT,
     "{\"amount\":\"50000\",\"clause\":\"royalty\",\"creditor\":\"borealis\",\"currency\":\"EUR\","
     "\"day\":\"2026-05-30\",\"debtor\":\"aurora\",\"period\":\"2026-Q1\"}"},
    {"rate.fixing", "an exchange rate that counts",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_MONEY, RATE_FIXING,
     "{\"base\":\"EUR\",\"day\":\"2026-03-31\",\"quote\":\"USD\",\"rate\":\"1.0815\",\"source\":\"ECB\"}"},
    {"notice", "a formal notice; its day is that of receipt, unless the text says otherwise",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_DUTIES, NOTICE,
     "{\"clause\":\"term\",\"notice\":\"breach\","
     "\"text\":\"The report of the first quarter is missing.\",\"to\":[\"borealis\"]}"},
    {"duty.done", "a duty was done, with evidence",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_DUTIES, DUTY_DONE,
     "{\"day\":\"2026-04-14\",\"duty\":\"quarterly-report\",\"evidence\":[{\"digest\":" DIGEST ","
     "\"title\":\"report\"}],\"period\":\"2026-Q1\"}"},
    {"disclosure",
     "confidential material goes to an audience; the record holds that it did, and of what class",
     PARTIES, JOINT_NO, BODY_SEALED, FOLDS_WORDS, DISCLOSURE,
     "{\"audience\":[\"borealis\"],\"class\":\"trade-secret\",\"digest\":" DIGEST ","
     "\"until\":\"2031-03-01\"}"},
    {"comment", "words about an entry, or an answer to such words",
     EVERYBODY, JOINT_NO, BODY_SEALED, FOLDS_WORDS, COMMENT,
     "{\"about\":\"aurora/7\",\"text\":\"Returns are in the next report.\"}"},
};
/* clang-format on */

Size kind_count(void) { return COUNT(KINDS); }

const Kind *kind_number(Size number)
{
    INVARIANT(number >= 0 && number < COUNT(KINDS));
    return &KINDS[number];
}

const Kind *kind_find(Str name)
{
    for (Size i = 0; i < COUNT(KINDS); i++)
        if (str_equal(name, str_from(KINDS[i].name)))
            return &KINDS[i];
    return NULL;
}
