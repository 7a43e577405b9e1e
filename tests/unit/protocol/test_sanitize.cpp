#include <set>

#include <gtest/gtest.h>

#include "text/html_tree.hpp"
#include "text/sanitize.hpp"

namespace collegium::text {
namespace {

// Whatever was put in, the output read again holds listed elements and attributes alone.
void expect_allowed_only(const std::vector<HtmlNode>& nodes) {
    static const std::set<std::string> elements = {"p",          "br",   "span", "a",      "del", "s", "pre",
                                                   "blockquote", "code", "b",    "strong", "u",   "i", "em",
                                                   "ul",         "ol",   "li",   "ruby",   "rt",  "rp"};
    static const std::set<std::string> attributes = {"href",   "class", "lang",     "translate", "rel",
                                                     "target", "start", "reversed", "value"};
    for (const auto& node : nodes) {
        if (node.kind == HtmlNode::Kind::text) continue;
        EXPECT_TRUE(elements.count(node.name)) << node.name;
        EXPECT_FALSE(node.foreign);
        for (const auto& [name, value] : node.attributes) {
            EXPECT_TRUE(attributes.count(name)) << name << "=" << value;
            EXPECT_TRUE(name != "href" || is_allowed_link(value)) << value;
        }
        expect_allowed_only(node.children);
    }
}

std::string checked(std::string_view html) {
    const std::string safe = sanitize_html(html);
    const auto again = parse_html(safe);
    EXPECT_TRUE(again) << html.substr(0, 200);
    if (again) expect_allowed_only(*again);
    EXPECT_EQ(sanitize_html(safe), safe) << html.substr(0, 200);
    return safe;
}

struct Case {
    const char* html;
    const char* expected;
};

class Sanitize : public testing::TestWithParam<Case> {};

TEST_P(Sanitize, output_is_exactly_the_safe_form) {
    EXPECT_EQ(checked(GetParam().html), GetParam().expected);
}

constexpr const char* linked = "<a href=\"https://a.test/\" rel=\"nofollow noopener\" target=\"_blank\">x</a>";

const Case scripts[] = {
    {"<script>alert(1)</script>", ""},
    {"a<script>alert(1)</script>b", "ab"},
    {"<SCRIPT SRC=//evil.test/x.js></SCRIPT>ok", "ok"},
    {"<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt&gt;alert(1)ipt&gt;"},
    {"<style>*{position:fixed}</style>t", "t"},
    {"<img src=x onerror=alert(1)>", ""},
    {"<img src=\"javascript:alert(1)\">", ""},
    {"<svg onload=alert(1)>", ""},
    {"<svg><script>alert(1)</script></svg>after", "after"},
    {"<svg><a href=\"javascript:alert(1)\"><text>x</text></a></svg>", ""},
    {"<svg><foreignObject><p onclick=x>y</p></foreignObject></svg>z", "z"},
    {"<math><mtext><script>alert(1)</script></mtext></math>", ""},
    {"<math href=\"javascript:alert(1)\">x</math>", ""},
    {"<iframe src=\"https://evil.test\">x</iframe>y", "y"},
    {"<object data=\"evil.swf\">x</object>y", "y"},
    {"<embed src=evil>y", "y"},
    {"<body onload=alert(1)>y", "y"},
    {"<p onclick=\"alert(1)\" style=\"position:fixed\" id=\"x\">y</p>", "<p>y</p>"},
    {"<p/onmouseover=alert(1)>y</p>", "<p>y</p>"},
    {"<b\nonfocus=alert(1) autofocus tabindex=1>y</b>", "<b>y</b>"},
    {"<!--<script>alert(1)</script>-->y", "y"},
    {"<!--><img src=x onerror=alert(1)>-->y", "--&gt;y"},
    {"<![CDATA[<script>alert(1)</script>]]>y", "alert(1)]]&gt;y"},
    {"<template><script>alert(1)</script></template>y", "y"},
    {"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", ""},
    {"<textarea><script>alert(1)</script></textarea>y", "y"},
    {"<title><img src=x onerror=alert(1)></title>y", "y"},
    {"<xmp><p>x</p></xmp>y", "y"},
    {"<form action=\"https://evil.test\"><input name=password type=password><button>Sign in</button></form>",
     "Sign in"},
    {"<select><option>x</option></select>y", "y"},
    {"<meta http-equiv=refresh content=\"0;url=https://evil.test\">y", "y"},
    {"<base href=\"https://evil.test/\">y", "y"},
    {"<link rel=stylesheet href=\"https://evil.test/x.css\">y", "y"},
    {"<marquee onstart=alert(1)>y</marquee>", "y"},
    {"<details open ontoggle=alert(1)><summary>s</summary>t</details>", "s<br />t"},
    {"<video><source onerror=alert(1)></video>y", "y"},
    {"<audio src=x onerror=alert(1)>z</audio>y", "y"},
    {"<?xml version=\"1.0\"?>y", "y"},
    {"<unknown-element x=1>y</unknown-element>", "y"},
    {"&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"&amp;lt;script&amp;gt;", "&amp;lt;script&amp;gt;"},
    {"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", ""},
    {"<table><td><p>x</td></table>", "<p>x</p>"},
};
INSTANTIATE_TEST_SUITE_P(Scripts, Sanitize, testing::ValuesIn(scripts));

const Case links[] = {
    {"<a href=\"https://a.test/\">x</a>", linked},
    {"<a href=\" https://a.test/ \" onclick=alert(1)>x</a>", linked},
    {"<a href=\"https://a.test/\" rel=\"opener\" target=\"_self\" style=x>x</a>", linked},
    {"<a href=\"javascript:alert(1)\">x</a>", "x"},
    {"<a href=\"JaVaScRiPt:alert(1)\">x</a>", "x"},
    {"<a href=\"java\tscript:alert(1)\">x</a>", "x"},
    {"<a href=\"java&#10;script:alert(1)\">x</a>", "x"},
    {"<a href=\"&#106;avascript:alert(1)\">x</a>", "x"},
    {"<a href=\"&#x6a&#x61vascript&colon;alert(1)\">x</a>", "x"},
    {"<a href=\"\x01javascript:alert(1)\">x</a>", "x"},
    {"<a href=\"data:text/html,<script>alert(1)</script>\">x</a>", "x"},
    {"<a href=\"vbscript:x\">x</a>", "x"},
    {"<a href=\"blob:https://a.test/1\">x</a>", "x"},
    {"<a href=\"file:///etc/passwd\">x</a>", "x"},
    {"<a href=\"//evil.test\">x</a>", "x"},
    {"<a href=\"/settings/delete\">x</a>", "x"},
    {"<a href=\"?a=b\">x</a>", "x"},
    {"<a href=\"https:evil.test\">x</a>", "x"},
    {"<a href=\"https:///evil\">x</a>", "x"},
    {"<a href=\"https://bank.test@evil.test/\">x</a>", "x"},
    {"<a href=\"https://a.test\\@evil.test\">x</a>", "x"},
    {"<a>x</a>", "x"},
    {"<a name=x id=y>x</a>", "x"},
    {"<a href=\"https://a.test/?a=1&amp;b=%22&quot;'>\">x</a>",
     "<a href=\"https://a.test/?a=1&amp;b=%22&quot;'&gt;\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"},
    {"<a href=\"magnet:?xt=urn:btih:1\">x</a>",
     "<a href=\"magnet:?xt=urn:btih:1\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"},
    {"<a href=\"gemini://a.test/\">x</a>",
     "<a href=\"gemini://a.test/\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"},
    {"<a href=\"https://a.test/\">x<a href=\"https://b.test/\">y</a></a>",
     "<a href=\"https://a.test/\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"
     "<a href=\"https://b.test/\" rel=\"nofollow noopener\" target=\"_blank\">y</a>"},
    {"<a href=\"https://a.test/\" class=\"button--admin u-url mention\">x</a>",
     "<a href=\"https://a.test/\" class=\"u-url mention\" rel=\"nofollow noopener\" target=\"_blank\">x</a>"},
};
INSTANTIATE_TEST_SUITE_P(Links, Sanitize, testing::ValuesIn(links));

const Case shapes[] = {
    {"<p class=\"quote-inline evil\">RE</p>", "<p class=\"quote-inline\">RE</p>"},
    {"<span class=\"h-card x-card\" translate=\"no\">a</span>", "<span class=\"h-card\" translate=\"no\">a</span>"},
    {"<span translate=\"yes\" class=\"p-name'\\\"x\">a</span>", "<span>a</span>"},
    {"<p lang=\"de-CH\">a</p>", "<p lang=\"de-CH\">a</p>"},
    {"<p lang='de\" onclick=\"x'>a</p>", "<p>a</p>"},
    {"<h1>Title</h1><p>t</p>", "<p><strong>Title</strong></p><p>t</p>"},
    {"<h2 style=x>A <em>b</em></h2>", "<p><strong>A <em>b</em></strong></p>"},
    {"<h1><p>x</p>y</h1>", "<p><strong>x<br />y</strong></p>"},
    {"<p>a<br>b<br/>c</p>", "<p>a<br />b<br />c</p>"},
    {"<div>a</div><div>b</div>", "a<br />b"},
    {"<div><p>a</p></div><div>b</div>c", "<p>a</p>b<br />c"},
    {"<ol start=\"3\" reversed><li value=\"7\">a</li></ol>",
     "<ol start=\"3\" reversed=\"reversed\"><li value=\"7\">a</li></ol>"},
    {"<ol start=\"3;x\"><li value=\"a\">a</ol>", "<ol><li>a</li></ol>"},
    {"<li>stray</li>", "stray"},
    {"<ruby>kan<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>", "<ruby>kan<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>"},
    {"<pre>\n\n  code</pre>", "<pre>\n\n  code</pre>"},
    {"<blockquote><p>a</blockquote>", "<blockquote><p>a</p></blockquote>"},
    {"<b>a<i>b</b>c</i>", "<b>a<i>b</i></b><i>c</i>"},
    {"<p><button><p>x</p></button></p>", "<p>x</p>"},
    {"<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x<sup>2</annotation></semantics></math>",
     "$x$"},
    {"<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">a &lt; b</annotation></semantics></math>!",
     "$a &lt; b$!"},
    {"<math display=\"block\"><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">\\frac{1}{2}</annotation>"
     "</semantics></math>",
     "$$\\frac{1}{2}$$"},
    {"<math><semantics><mi>x</mi><annotation encoding=\"text/plain\">x squared</annotation></semantics></math>",
     "x squared"},
    {"a&#13;b", "ab"},
    {"<p>unclosed", "<p>unclosed</p>"},
    {"<<p>>", "&lt;<p>&gt;</p>"},
    {"", ""},
};
INSTANTIATE_TEST_SUITE_P(Shapes, Sanitize, testing::ValuesIn(shapes));

TEST(SanitizeLimits, mastodon_mention_and_hashtag_survive_whole) {
    const std::string post =
        "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://a.test/@maya\" class=\"u-url mention\" "
        "rel=\"nofollow noopener\" target=\"_blank\">@<span>maya</span></a></span> see "
        "<a href=\"https://a.test/tags/physics\" class=\"mention hashtag\" rel=\"nofollow noopener\" "
        "target=\"_blank\">#<span>physics</span></a></p>";
    EXPECT_EQ(checked(post), post);
}

TEST(SanitizeLimits, deep_nesting_keeps_the_text_without_the_depth) {
    std::string html;
    for (int i = 0; i < 150; ++i) html += "<blockquote>";
    const std::string safe = checked(html + "deep");
    EXPECT_NE(safe.find("deep"), std::string::npos);
    EXPECT_EQ(safe.find("<blockquote>"), 0u);
    std::string endless;
    for (int i = 0; i < 2'900; ++i) endless += "<div><b>";
    checked(endless + "x");
}

TEST(SanitizeLimits, formatting_explosion_stays_small) {
    std::string html = "<p>";
    for (int i = 0; i < 2'500; ++i) html += "<b a=" + std::to_string(i) + ">";
    for (int i = 0; i < 3'000; ++i) html += "<p>x";
    EXPECT_LE(checked(html).size(), 128u * 1024);
}

TEST(SanitizeLimits, tag_flood_becomes_plain_text) {
    std::string html = "before";
    for (int i = 0; i < 20'000; ++i) html += "<i>";
    EXPECT_EQ(checked(html + "after").find("<p>before"), 0u);
    EXPECT_EQ(checked(std::string(100'000, '<')).find("script"), std::string::npos);
}

TEST(SanitizeLimits, long_text_is_cut_at_a_character) {
    std::string html = "<p>";
    for (int i = 0; i < 60'000; ++i) html += "ü";
    const std::string safe = checked(html + html);
    EXPECT_LE(safe.size(), 128u * 1024);
}

TEST(SanitizeLimits, broken_utf8_comes_out_whole) {
    EXPECT_EQ(checked("<p>a\xff\xfe\xc3</p>b").find("<p>a"), 0u);
}

TEST(SanitizeLimits, every_prefix_of_a_hostile_document_is_safe) {
    const std::string html =
        "<p>a<b x=\"<script>\"><ul><li>q<a href='javascript:x'>l<!-- --!><svg><style><![CDATA[</style><img src=x "
        "onerror=y>"
        "</svg><table><tr><td><h1>t</h1><math><mi></p><annotation-xml "
        "encoding='text/html'><p>z&lt;&#x3c;</table></ruby><rt>";
    for (std::size_t size = 0; size <= html.size(); ++size) checked(html.substr(0, size));
}

}  // namespace
}  // namespace collegium::text
