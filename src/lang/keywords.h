/* keywords.h - the words the language itself knows, in one list.
 *
 * words_new interns them first and in this order, so W_x is the Word of x and a test of a keyword
 * is a comparison of constants. Order matters: articles, joining words, other reserved words,
 * declaration words, acts, then words with a meaning only in some phrases. */
#ifndef ENT_LANG_KEYWORDS_H
#define ENT_LANG_KEYWORDS_H

/* clang-format off */
#define KEYWORDS_ARTICLES(K)                                                                                \
    K(a, "a") K(an, "an") K(the, "the") K(its, "its")
#define KEYWORDS_JOINING(K)                                                                                 \
    K(and, "and") K(or, "or") K(plus, "plus") K(less, "less") K(except, "except") K(but, "but")
#define KEYWORDS_RESERVED(K)                                                                                \
    K(not, "not") K(times, "times") K(all, "all") K(any, "any") K(none, "none") K(each, "each")             \
    K(every, "every") K(other, "other") K(of, "of") K(in, "in") K(on, "on") K(at, "at") K(by, "by")         \
    K(to, "to") K(from, "from") K(through, "through") K(before, "before") K(after, "after")                 \
    K(until, "until") K(within, "within") K(with, "with") K(for, "for") K(per, "per") K(as, "as")           \
    K(is, "is") K(has, "has") K(over, "over") K(below, "below") K(if, "if") K(once, "once")                 \
    K(while, "while") K(unless, "unless") K(when, "when") K(then, "then") K(otherwise, "otherwise")         \
    K(sealed, "sealed") K(open, "open") K(actual_360, "actual/360") K(actual_365f, "actual/365F")           \
    K(actual_actual, "actual/actual") K(thirty_360, "30/360") K(thirty_e_360, "30E/360")                    \
    K(actual_365, "actual/365")
#define KEYWORDS_DECLARE(K)                                                                                 \
    K(agreement, "agreement") K(party, "party") K(members, "members") K(person, "person")                   \
    K(entity, "entity") K(expert, "expert") K(class, "class") K(field, "field") K(products, "products")     \
    K(territory, "territory") K(asset, "asset") K(patent, "patent") K(product, "product")                   \
    K(define, "define") K(lines, "lines") K(metric, "metric") K(event, "event") K(fact, "fact")             \
    K(condition, "condition") K(document, "document") K(linked, "linked") K(topic, "topic")                 \
    K(unit, "unit") K(test, "test") K(table, "table") K(reserve, "reserve") K(grant, "grant")               \
    K(covenant, "covenant") K(release, "release") K(module, "module") K(improvement, "improvement")         \
    K(disclosure, "disclosure") K(consequence, "consequence") K(royalty, "royalty")                         \
    K(payment, "payment") K(milestones, "milestones") K(credit, "credit") K(audit, "audit")                 \
    K(discount, "discount") K(net, "net") K(duty, "duty") K(renewal, "renewal") K(sunset, "sunset")          \
    K(termination, "termination") K(amendment, "amendment") K(example, "example") K(words, "words")         \
    K(include, "include")
#define KEYWORDS_LATER(K)                                                                                   \
    K(trigger, "trigger") K(committee, "committee") K(escalation, "escalation") K(power, "power")           \
    K(liability, "liability") K(position, "position")
#define KEYWORDS_ACTS(K)                                                                                    \
    K(make, "make") K(have_made, "have-made") K(use, "use") K(sell, "sell") K(offer, "offer")               \
    K(import, "import") K(lease, "lease") K(dispose, "dispose") K(practise, "practise")                     \
    K(reproduce, "reproduce") K(modify, "modify") K(perform, "perform") K(distribute, "distribute")         \
    K(sublicense, "sublicense")
#define KEYWORDS_PHRASE(K)                                                                                  \
    K(affiliates, "affiliates") K(affiliate, "affiliate") K(customers, "customers")                         \
    K(distributors, "distributors") K(contractors, "contractors") K(worldwide, "worldwide")                 \
    K(grantor, "grantor") K(grantee, "grantee") K(either, "either") K(they, "they") K(are, "are")           \
    K(member, "member") K(country, "country") K(entente, "entente") K(option, "option")                     \
    K(happened, "happened") K(happens, "happens") K(expired, "expired") K(paid, "paid") K(late, "late")     \
    K(done, "done") K(passed, "passed") K(contains, "contains") K(joins, "joins") K(leaves, "leaves")       \
    K(material_breach, "material-breach") K(renews, "renews") K(it, "it") K(divided, "divided")             \
    K(most, "most") K(least, "least") K(greatest, "greatest") K(latest, "latest") K(earliest, "earliest")   \
    K(share, "share") K(count, "count") K(change, "change") K(average, "average") K(last, "last")           \
    K(day, "day") K(days, "days") K(business, "business") K(month, "month") K(months, "months")             \
    K(year, "year") K(years, "years") K(quarter, "quarter") K(calendar, "calendar")                         \
    K(contract, "contract") K(fiscal, "fiscal") K(first, "first") K(immediately, "immediately")             \
    K(signing, "signing") K(step, "step") K(percent, "percent") K(money, "money") K(number, "number")       \
    K(units, "units") K(including, "including") K(later, "later") K(that, "that") K(free, "free")           \
    K(owned, "owned") K(listed, "listed") K(parties, "parties") K(true, "true") K(false, "false")           \
    K(accepted, "accepted") K(have, "have") K(been, "been") K(end, "end") K(part, "part")                   \
    K(everyone, "everyone") K(received, "received") K(perpetual, "perpetual") K(grants, "grants")           \
    K(keeps, "keeps") K(releases, "releases") K(will, "will") K(royalty_free, "royalty-free")               \
    K(under, "under") K(version, "version") K(may, "may") K(finding, "finding") K(info, "info")             \
    K(owe, "owe") K(due, "due") K(decide, "decide") K(level, "level") K(half_year, "half-year")    \
    K(waived, "waived") K(cured, "cured") K(tolled, "tolled") K(resumed, "resumed") K(settled, "settled")   \
    K(renewed, "renewed") K(report, "report") K(cure, "cure")
/* clang-format on */

#define KEYWORD_ENUM(name, text) W_##name,
enum {
    W_NONE,
    KEYWORDS_ARTICLES(KEYWORD_ENUM) KEYWORDS_JOINING(KEYWORD_ENUM) KEYWORDS_RESERVED(KEYWORD_ENUM)
        KEYWORDS_DECLARE(KEYWORD_ENUM) KEYWORDS_LATER(KEYWORD_ENUM) KEYWORDS_ACTS(KEYWORD_ENUM)
            KEYWORDS_PHRASE(KEYWORD_ENUM) W_COUNT,
    W_ARTICLE_LAST = W_its,
    W_JOINING_FIRST = W_and,
    W_JOINING_LAST = W_but,
    W_DAYS_FIRST = W_actual_360, /* ways of counting the days of interest, in the order of DayCount */
    W_RESERVED_LAST = W_actual_365,
    W_DECLARE_FIRST = W_agreement,
    W_DECLARE_LAST = W_include,
    W_LATER_FIRST = W_trigger,
    W_LATER_LAST = W_position,
    W_ACT_FIRST = W_make,
    W_ACT_LAST = W_sublicense,
};
#undef KEYWORD_ENUM
#endif
