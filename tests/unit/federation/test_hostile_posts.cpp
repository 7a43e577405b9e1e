// Who gets into whose thread, and who may read what another server sent (security.md VIS-13, ACT-07, ACT-12).
#include <algorithm>

#include "as2/vocabulary.hpp"
#include "domain/remote_posts.hpp"
#include "domain/visibility.hpp"
#include "federation/objects/note.hpp"
#include "storage/repo/posts.hpp"
#include "unit/federation/outbound_world.hpp"

namespace collegium::federation::test {
namespace {

class HostilePosts : public OutboundWorld {
  protected:
    as2::Note note(const model::Account& author, const std::string& name) {
        as2::Note note;
        note.id = author.uri + "/notes/" + name;
        note.url = note.id;
        note.type = std::string(as2::type::note);
        note.attributed_to = author.uri;
        note.content = "<p>Momentum carts</p>";
        note.extensions = json::Value::object({});
        note.published = now_;
        return note;
    }
    domain::RemotePost draft(const as2::Note& note) {
        auto here = context();
        return note_to_draft(here, note).value();
    }
    std::optional<model::Post> delivered(const as2::Note& note) {
        auto here = context();
        auto made = domain::import_post(here, draft(note), domain::Arrival::delivered);
        return made ? *made : std::nullopt;
    }
    bool can_see(const model::Post& post, const model::Account& viewer) {
        auto here = context();
        return domain::can_see(here, post, viewer.id);
    }
    bool names(const domain::RemotePost& post, const model::Account& who, bool silent) {
        return std::any_of(post.mentions.begin(), post.mentions.end(), [&who, silent](const auto& mention) {
            return mention.account == who.id && mention.silent == silent;
        });
    }

    const std::string everyone{as2::public_collection};
    model::Account ada = member("ada");
    model::Account bob = member("bob");
    model::Account maya = stranger("maya", "south.example");
    model::Account eve = stranger("eve", "evil.example");
};

TEST_F(HostilePosts, name_without_an_address_reads_nothing_that_is_not_public) {
    auto letter = note(maya, "1");
    letter.to = {ada.uri};
    letter.mentions = {{ada.uri, "@ada"}, {bob.uri, "@bob"}};
    const auto post = delivered(letter);
    ASSERT_TRUE(post);
    EXPECT_TRUE(can_see(*post, ada));
    EXPECT_FALSE(can_see(*post, bob));
}

TEST_F(HostilePosts, name_without_an_address_tells_nobody) {
    auto open = note(maya, "1");
    open.to = {everyone};
    open.cc = {ada.uri};
    open.mentions = {{ada.uri, "@ada"}, {bob.uri, "@bob"}};
    const auto post = draft(open);
    EXPECT_TRUE(names(post, ada, false));
    EXPECT_TRUE(names(post, bob, true));
}

TEST_F(HostilePosts, stranger_cannot_answer_into_a_thread_that_it_cannot_see) {
    const auto secret = post(ada, "For followers", model::Visibility::followers);
    auto answer = note(eve, "1");
    answer.to = {everyone};
    answer.in_reply_to = secret.uri;
    EXPECT_FALSE(delivered(answer));  // nobody's: not addressed, not followed, answers nothing it can see
    answer.id = eve.uri + "/notes/2";
    answer.cc = {bob.uri};
    const auto kept = delivered(answer);
    ASSERT_TRUE(kept);
    EXPECT_FALSE(kept->in_reply_to_id);
    EXPECT_EQ(kept->thread_id, kept->id.value);
}

TEST_F(HostilePosts, follower_answers_into_the_thread) {
    const auto secret = post(ada, "For followers", model::Visibility::followers);
    follows(maya, ada);
    auto answer = note(maya, "1");
    answer.to = {ada.uri};
    answer.in_reply_to = secret.uri;
    const auto kept = delivered(answer);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->in_reply_to_id, secret.id);
}

TEST_F(HostilePosts, strangers_that_answer_each_other_are_not_kept) {
    const auto known = remote_post(maya, "https://south.example/notes/7");
    auto answer = note(eve, "1");
    answer.to = {everyone};
    answer.in_reply_to = known.uri;
    EXPECT_FALSE(delivered(answer));
    follows(ada, maya);
    EXPECT_TRUE(delivered(answer));
}

TEST_F(HostilePosts, answer_to_an_answer_in_our_thread_is_kept) {
    const auto root = post(ada, "Which carts do you use?");
    auto first = note(maya, "1");
    first.to = {everyone};
    first.in_reply_to = root.uri;
    ASSERT_TRUE(delivered(first));
    auto second = note(eve, "2");
    second.to = {everyone};
    second.in_reply_to = first.id;
    EXPECT_TRUE(delivered(second));
}

TEST_F(HostilePosts, emojis_are_those_that_the_text_uses_once_each) {
    auto said = note(maya, "1");
    said.content = "<p>Carts :cart: and :long:</p>";
    said.summary = ":ramp:";
    const std::string address = "https://south.example/emoji/";
    said.emojis = {{"", "cart", address + "cart.png", "image/png", {}},
                   {"", "cart", address + "other.png", "image/png", {}},
                   {"", "unused", address + "unused.png", "image/png", {}},
                   {"", "long", address + std::string(3000, 'x'), "image/png", {}},
                   {"", "ramp", address + "ramp.png", "image/png", {}}};
    const auto emojis = draft(said).emojis;
    ASSERT_EQ(emojis.size(), 2u);
    EXPECT_EQ(emojis[0].shortcode, "cart");
    EXPECT_EQ(emojis[0].url, address + "cart.png");
    EXPECT_EQ(emojis[1].shortcode, "ramp");
}

}  // namespace
}  // namespace collegium::federation::test
