// What other software sends, and what is made of it here: shapes seen from Mastodon, Lemmy, PeerTube, WordPress,
// Misskey (federation.md 3.2, 3.3, 6.1, 11).
#include "as2/parse.hpp"
#include "federation/objects/note_content.hpp"
#include "storage/repo/posts.hpp"
#include "support/test_keys.hpp"
#include "unit/federation/network_world.hpp"

namespace collegium::federation::test {
namespace {

as2::Note parsed(json::Object changes) {
    auto document = json::Value::object({{"id", "https://far.example/p/1"},
                                         {"attributedTo", "https://far.example/users/lin"},
                                         {"url", "https://far.example/pages/1"}});
    for (auto& [name, value] : changes) document.set(name, std::move(value));
    return as2::parse_note(document).value();
}

constexpr std::string_view way_to_the_page =
    "<p><a href=\"https://far.example/pages/1\" rel=\"nofollow noopener\" target=\"_blank\">"
    "https://far.example/pages/1</a></p>";

TEST(ContentOf, note_stays_as_it_is) {
    EXPECT_EQ(content_of(parsed({{"type", "Note"}, {"name", "No"}, {"content", "<p>Hello</p>"}})), "<p>Hello</p>");
}

TEST(ContentOf, article_has_its_title_its_text_and_its_page) {
    const auto article =
        parsed({{"type", "Article"}, {"name", "Carts & co"}, {"content", "<p>Long</p>"}, {"summary", "<p>Short</p>"}});
    EXPECT_EQ(content_of(article), "<p><strong>Carts &amp; co</strong></p><p>Long</p>" + std::string(way_to_the_page));
    EXPECT_EQ(content_warning_of(article), "");
}

TEST(ContentOf, what_has_no_text_shows_its_excerpt) {
    const auto event = parsed({{"type", "Event"}, {"name", "Meeting"}, {"summary", "<p>Tuesday, 16:00</p>"}});
    EXPECT_EQ(content_of(event), "<p><strong>Meeting</strong></p><p>Tuesday, 16:00</p>" + std::string(way_to_the_page));
}

TEST(ContentOf, lemmy_link_post_leads_where_it_points) {
    json::Array attachments;
    attachments.push_back(json::Value::object({{"type", "Link"}, {"href", "https://news.example/story"}}));
    const auto content =
        content_of(parsed({{"type", "Page"}, {"name", "Read this"}, {"attachment", json::Value(attachments)}}));
    EXPECT_NE(content.find("href=\"https://news.example/story\""), std::string::npos);
}

TEST(ContentOf, markdown_and_plain_text_become_html) {
    const auto video = parsed({{"type", "Video"},
                               {"name", "Film"},
                               {"mediaType", "text/markdown"},
                               {"content", "One\n\n**Two** <script>x</script>"}});
    EXPECT_NE(content_of(video).find("<p>One</p>\n<p><strong>Two</strong> &lt;script&gt;"), std::string::npos);
    EXPECT_EQ(content_of(parsed({{"type", "Note"}, {"mediaType", "text/plain"}, {"content", "a < b\n<b>"}})),
              "<p>a &lt; b<br />&lt;b&gt;</p>");
}

TEST(ContentOf, question_names_its_choices) {
    json::Array options;
    for (const auto* name : {"Red", "<Blue>"})
        options.push_back(json::Value::object({{"type", "Note"}, {"name", name}}));
    EXPECT_EQ(content_of(parsed({{"type", "Question"}, {"content", "<p>Which?</p>"}, {"oneOf", json::Value(options)}})),
              "<p>Which?</p><ul><li>Red</li><li>&lt;Blue&gt;</li></ul>");
}

TEST(ContentWarningOf, summary_warns_on_notes_and_on_what_is_called_sensitive) {
    EXPECT_EQ(content_warning_of(parsed({{"type", "Note"}, {"summary", "Exam <b>answers</b>"}})), "Exam answers");
    EXPECT_EQ(content_warning_of(parsed({{"type", "Article"}, {"summary", "Blood"}, {"sensitive", true}})), "Blood");
}

class OtherSoftware : public NetworkWorld {
  protected:
    OtherSoftware() {
        for (const auto* name : {"lin", "group"}) {
            put_actor("far.example", name);
            static_cast<void>(wait(fetcher_->actor(uri_of("far.example", name))));
        }
        put_actor("other.example", "maya");
        follows(reader_, *account(lin_));
    }
    json::Value activity(const std::string& type, const std::string& actor, json::Value object) {
        return json::Value::object({{"id", actor + "/activities/" + std::to_string(++number_)},
                                    {"type", type},
                                    {"actor", actor},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})},
                                    {"object", std::move(object)}});
    }
    json::Value note(const std::string& author, const std::string& name) {
        return json::Value::object({{"id", author + "/notes/" + name},
                                    {"type", "Note"},
                                    {"attributedTo", author},
                                    {"content", "<p>Momentum carts</p>"},
                                    {"to", json::Value::array({"https://www.w3.org/ns/activitystreams#Public"})}});
    }
    void take(const json::Value& activity) {
        ASSERT_EQ(deliver(activity, activity["actor"].string() + "#main-key"), 202);
        settle();
    }

    const std::string lin_ = uri_of("far.example", "lin");
    const std::string group_ = uri_of("far.example", "group");
    const std::string maya_ = uri_of("other.example", "maya");
    model::Account reader_ = member("reader");
    int number_ = 0;
};

TEST_F(OtherSoftware, what_a_reply_answers_is_read_first) {
    const auto question = note(maya_, "1");
    web_.put_document(maya_ + "/notes/1", question);
    auto answer = note(lin_, "1");
    answer.set("inReplyTo", maya_ + "/notes/1");
    take(activity("Create", lin_, answer));
    const auto stored = post(lin_ + "/notes/1");
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->in_reply_to_id, post(maya_ + "/notes/1")->id);
}

TEST_F(OtherSoftware, reply_to_what_is_gone_is_taken_all_the_same) {
    auto answer = note(lin_, "1");
    answer.set("inReplyTo", maya_ + "/notes/gone");
    take(activity("Create", lin_, answer));
    EXPECT_TRUE(post(lin_ + "/notes/1"));
}

TEST_F(OtherSoftware, strangers_reply_makes_us_fetch_nothing) {
    auto answer = note(group_, "1");  // followed by nobody
    answer.set("inReplyTo", maya_ + "/notes/1");
    take(activity("Create", group_, answer));
    EXPECT_EQ(web_.asked(maya_ + "/notes/1"), 0);
}

TEST_F(OtherSoftware, group_passes_on_posts_and_comments) {
    follows(reader_, *account(group_));
    const auto page = note(maya_, "page");
    auto comment = note(maya_, "comment");
    comment.set("inReplyTo", maya_ + "/notes/page");
    web_.put_document(maya_ + "/notes/page", page);
    web_.put_document(maya_ + "/notes/comment", comment);
    take(activity("Announce", group_, activity("Create", maya_, page)));
    take(activity("Announce", group_, activity("Create", maya_, comment)));
    ASSERT_TRUE(post(maya_ + "/notes/page"));
    ASSERT_TRUE(post(maya_ + "/notes/comment"));
    EXPECT_EQ(post(maya_ + "/notes/page")->reblogs_count, 1);
    EXPECT_EQ(post(maya_ + "/notes/comment")->reblogs_count, 0);
    take(activity("Announce", group_, maya_ + "/notes/page"));  // the form for Mastodon, of the same
    EXPECT_EQ(post(maya_ + "/notes/page")->reblogs_count, 1);
}

TEST_F(OtherSoftware, votes_that_a_group_passes_on_are_not_asked_for) {
    follows(reader_, *account(group_));
    const auto before = web_.all_asked().size();
    for (const auto* type : {"Like", "Dislike", "Delete", "Undo"})
        take(activity("Announce", group_, activity(type, maya_, maya_ + "/notes/1")));
    EXPECT_EQ(web_.all_asked().size(), before);
}

TEST_F(OtherSoftware, boost_of_what_is_gone_is_asked_for_once) {
    take(activity("Announce", lin_, maya_ + "/notes/gone"));  // and leaves the queue at once
    EXPECT_EQ(web_.asked(maya_ + "/notes/gone"), 1);
}

TEST_F(OtherSoftware, delete_of_a_boost_takes_it_from_the_count) {
    web_.put_document(maya_ + "/notes/1", note(maya_, "1"));
    const auto boost = activity("Announce", lin_, maya_ + "/notes/1");
    take(boost);
    ASSERT_EQ(post(maya_ + "/notes/1")->reblogs_count, 1);
    take(activity("Delete", lin_, boost["id"]));
    EXPECT_EQ(post(maya_ + "/notes/1")->reblogs_count, 0);
}

TEST_F(OtherSoftware, undone_accept_ends_the_follow) {
    const auto followed = account(lin_)->id;
    const auto follow = reader_.uri + "/follows/" + followed.text();
    take(activity("Undo", lin_, activity("Accept", lin_, follow)));
    EXPECT_EQ(count("follow WHERE target_id = " + followed.text()), 0);
}

TEST_F(OtherSoftware, accept_may_have_an_id_made_of_our_follows) {
    const auto group = account(group_)->id;
    const auto follow = reader_.uri + "/follows/" + group.text();
    write([this, group, &follow](domain::Context& context) {
        model::Follow wanted;
        wanted.account_id = reader_.id;
        wanted.target_id = group;
        wanted.uri = follow;
        wanted.created_at = context.now;
        repo::put_follow(context.db, wanted);
        return true;
    });
    auto accept = activity("Accept", group_, follow);
    accept.set("id", follow + "/accept");
    take(accept);
    EXPECT_EQ(count("follow WHERE accepted = 1 AND target_id = " + group.text()), 1);
    auto like = activity("Like", lin_, "https://north.example/ap/notes/1");
    like.set("id", follow + "/like");
    EXPECT_EQ(deliver(like, lin_ + "#main-key"), 401);
}

TEST_F(OtherSoftware, vote_is_no_post) {
    auto vote = note(lin_, "vote");
    vote.set("content", json::Value());
    vote.set("name", "Red");
    vote.set("inReplyTo", "https://north.example/ap/notes/1");
    take(activity("Create", lin_, vote));
    EXPECT_FALSE(post(lin_ + "/notes/vote"));
}

TEST_F(OtherSoftware, key_named_by_its_actor_alone_is_known) {
    EXPECT_EQ(deliver(activity("Like", lin_, "https://north.example/ap/notes/1"), lin_), 202);
}

}  // namespace
}  // namespace collegium::federation::test
