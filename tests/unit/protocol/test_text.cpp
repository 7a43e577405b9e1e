#include <gtest/gtest.h>

#include "text/markdown.hpp"
#include "text/markup.hpp"
#include "text/microsyntax.hpp"
#include "text/plain_text.hpp"
#include "text/sanitize.hpp"

namespace collegium::text {
namespace {

// "@maya|#Physics|https://a.test" of a text, as written.
std::string found(const std::string& text) {
    std::string all;
    for (const auto& token : find_tokens(text)) {
        all += (all.empty() ? "" : "|") + text.substr(token.begin, token.end - token.begin);
    }
    return all;
}

TEST(Microsyntax, mentions_follow_the_grammar_of_user_names) {
    EXPECT_EQ(found("@maya.okafor and @maya.okafor@learn.cedarvalley.example."),
              "@maya.okafor|@maya.okafor@learn.cedarvalley.example");
    EXPECT_EQ(found("(@ben.ito) @a_b-c: @1"), "@ben.ito|@a_b-c|@1");
    EXPECT_EQ(found("mail a@b.test, x/@y, k=@v, @, @-, @.a"), "");
    EXPECT_EQ(found("@wen.zhao@例え.テスト!"), "@wen.zhao@例え.テスト");
    EXPECT_EQ(found("@user@ @user@."), "@user|@user");
    EXPECT_EQ(found("@józef"), "");
    EXPECT_EQ(found("@demo@127.0.0.1:8443 @demo@host.test: 30 @demo@host.test:8443abc"),
              "@demo@127.0.0.1:8443|@demo@host.test|@demo@host.test");
}

TEST(Microsyntax, parts_of_a_mention_are_given_apart) {
    const auto tokens = find_tokens("hi @Maya.Okafor@Learn.Example");
    ASSERT_EQ(tokens.size(), 1u);
    EXPECT_EQ(tokens[0].kind, Token::Kind::mention);
    EXPECT_EQ(tokens[0].begin, 3u);
    EXPECT_EQ(tokens[0].name, "Maya.Okafor");
    EXPECT_EQ(tokens[0].domain, "Learn.Example");
    EXPECT_EQ(tokens[0].acct(), "maya.okafor@learn.example");
}

TEST(Microsyntax, hashtags_need_a_letter_and_a_boundary) {
    EXPECT_EQ(found("#Physics, #LabDesign. #21st #2026 #_ a#b &#39; #"), "#Physics|#LabDesign|#21st");
    EXPECT_EQ(found("#größe #日本語 ＃tag #a·b #a· )#x /#y =#z ##q"), "#größe|#日本語|＃tag|#a·b|#a");
    EXPECT_EQ(found("#" + std::string(300, 'a')), "");
}

TEST(Microsyntax, addresses_lose_the_marks_of_the_sentence) {
    EXPECT_EQ(found("See https://a.test/x_(y)."), "https://a.test/x_(y)");
    EXPECT_EQ(found("(https://a.test/x)"), "https://a.test/x");
    EXPECT_EQ(found("<https://a.test/x?b=1&c=#d>, \"http://b.test\""), "https://a.test/x?b=1&c=#d|http://b.test");
    EXPECT_EQ(found("HTTPS://A.test/ü！ https://a.test/。"), "HTTPS://A.test/ü|https://a.test/");
    EXPECT_EQ(found("https://127.0.0.1:8080/@maya/1#x"), "https://127.0.0.1:8080/@maya/1#x");
    EXPECT_EQ(found("https:// http://. https://user@evil.test/ xhttps://a.test ftp://a.test https://a:b/"), "");
    EXPECT_EQ(found("https://a.test/" + std::string(3000, 'a')), "");
}

TEST(Microsyntax, floods_end_at_the_limit) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += "@a ";
    EXPECT_EQ(find_tokens(text).size(), 1000u);
}

TEST(Microsyntax, posts_are_counted_as_mastodon_does) {
    EXPECT_EQ(count_post_characters(""), 0u);
    EXPECT_EQ(count_post_characters("abc", "cw"), 5u);
    EXPECT_EQ(count_post_characters("https://a.test/" + std::string(500, 'x')), 23u);
    EXPECT_EQ(count_post_characters("https://a.test b"), 25u);
    EXPECT_EQ(count_post_characters("@maya@learn.cedarvalley.example hi"), 8u);
    EXPECT_EQ(count_post_characters("👩‍👩‍👧‍👦é"), 2u);
    EXPECT_EQ(count_post_characters("#Physics"), 8u);
}

TEST(Microsyntax, names_are_checked_whole) {
    EXPECT_TRUE(is_username("daniel.reyes"));
    EXPECT_FALSE(is_username("daniel."));
    EXPECT_FALSE(is_username(""));
    EXPECT_FALSE(is_username("a b"));
    EXPECT_TRUE(is_hashtag_name("LabDesign"));
    EXPECT_FALSE(is_hashtag_name("lab-design"));
    EXPECT_FALSE(is_hashtag_name("2026"));
}

MarkupLinks sample_links() {
    MarkupLinks links;
    links.mentions["maya.okafor"] = "https://h.test/@maya.okafor";
    links.mentions["lin@lakeshore.example"] = "https://lakeshore.example/@lin?a=1&b=\"2\"";
    links.tag_prefix = "https://h.test/tags/";
    return links;
}

TEST(Markup, mention_hashtag_and_link_have_mastodons_markup) {
    EXPECT_EQ(
        text_to_html("@Maya.Okafor #LabDesign", sample_links()),
        "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://h.test/@maya.okafor\" class=\"u-url mention\">"
        "@<span>Maya.Okafor</span></a></span> <a href=\"https://h.test/tags/labdesign\" class=\"mention hashtag\" "
        "rel=\"tag\">#<span>LabDesign</span></a></p>");
    EXPECT_EQ(
        link_html("https://www.example.org/a/long/path/that/does/not/end"),
        "<a href=\"https://www.example.org/a/long/path/that/does/not/end\" target=\"_blank\" rel=\"nofollow noopener\" "
        "translate=\"no\"><span class=\"invisible\">https://www.</span><span "
        "class=\"ellipsis\">example.org/a/long/path/that/d</span><span class=\"invisible\">oes/not/end</span></a>");
    EXPECT_EQ(link_html("https://a.test"),
              "<a href=\"https://a.test\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span "
              "class=\"invisible\">https://</span><span class=\"\">a.test</span><span class=\"invisible\"></span></a>");
}

TEST(Markup, remote_mention_is_shown_by_its_local_part) {
    EXPECT_EQ(
        text_to_html("@lin@Lakeshore.example", sample_links()),
        "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://lakeshore.example/@lin?a=1&amp;b=&quot;2&quot;\" "
        "class=\"u-url mention\">@<span>lin</span></a></span></p>");
}

TEST(Markup, lines_and_paragraphs_are_kept) {
    EXPECT_EQ(text_to_html("a\r\nb\n\n\nc\n", sample_links()), "<p>a<br />b</p><p>c</p>");
    EXPECT_EQ(text_to_html(" \n ", sample_links()), "");
}

TEST(Markup, everything_else_is_escaped) {
    EXPECT_EQ(text_to_html("<b>&amp;</b> @nobody https://a.test/?q=\"><script>", sample_links()).find("<script>"),
              std::string::npos);
    EXPECT_EQ(text_to_html("<b>&amp;</b> @nobody", sample_links()), "<p>&lt;b&gt;&amp;amp;&lt;/b&gt; @nobody</p>");
}

TEST(Markup, own_markup_passes_the_sanitiser_with_its_text) {
    const std::string html = text_to_html("@maya.okafor see https://a.test/x #Physics", sample_links());
    EXPECT_EQ(html_to_text(sanitize_html(html)), "@maya.okafor see https://a.test/x #Physics");
}

TEST(PlainText, blocks_become_lines) {
    EXPECT_EQ(html_to_text("<p>a <b>b</b>\n c</p><p>d<br>e</p><ul><li>f</li><li>g</li></ul>h"),
              "a b c\n\nd\ne\n\n- f\n- g\n\nh");
    EXPECT_EQ(html_to_text("<h2>T</h2>x &amp; y &lt;z&gt;<pre>a\n  b</pre>"), "T\n\nx & y <z>\n\na\n  b");
}

TEST(PlainText, hidden_parts_are_left_out) {
    EXPECT_EQ(
        html_to_text("<p class=\"quote-inline\">RE: <a href=\"https://a.test\">x</a></p><p>y</p><script>z</script>"),
        "y");
}

TEST(PlainText, excerpt_is_one_short_line) {
    EXPECT_EQ(excerpt("<p>one two</p><p>three</p>", 100), "one two three");
    EXPECT_EQ(excerpt("<p>one two</p><p>three</p>", 7), "one two…");
}

TEST(Markdown, commonmark_becomes_safe_html) {
    EXPECT_EQ(markdown_to_html("# Title\n\nSome *text* with `code`.\n\n- a\n- b\n"),
              "<p><strong>Title</strong></p>\n<p>Some <em>text</em> with <code>code</code>.</p>\n<ul>\n<li>a</li>\n"
              "<li>b</li>\n</ul>\n");
    EXPECT_EQ(markdown_to_html("[x](https://a.test/ \"t\")"),
              "<p><a href=\"https://a.test/\" rel=\"nofollow noopener\" target=\"_blank\">x</a></p>\n");
}

TEST(Markdown, hostile_source_is_harmless) {
    EXPECT_EQ(markdown_to_html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    EXPECT_EQ(markdown_to_html("[x](javascript:alert(1))"), "<p>x</p>\n");
    EXPECT_EQ(markdown_to_html("![x](https://a.test/x.png)"), "<p></p>\n");
    for (const char* piece : {"[", "*a ", "> ", "`", "![](", "<a ", "a**b", "[a](b", "- ", "\n\n1. "}) {
        std::string source;
        while (source.size() < 70'000) source += piece;
        EXPECT_LE(markdown_to_html(source).size(), 128u * 1024) << piece;
    }
}

}  // namespace
}  // namespace collegium::text
