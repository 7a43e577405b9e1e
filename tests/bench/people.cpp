#include "bench/people.hpp"

#include <future>
#include <stdexcept>

#include "core/json.hpp"
#include "core/time.hpp"
#include "core/url.hpp"
#include "signatures/draft_cavage.hpp"

namespace collegium::bench {
namespace {

constexpr std::string_view activity_type = "application/activity+json";
constexpr std::string_view public_address = "https://www.w3.org/ns/activitystreams#Public";

// As long as what Mastodon sends.
constexpr std::string_view context =
    R"(["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#",)"
    R"("atomUri":"ostatus:atomUri","inReplyToAtomUri":"ostatus:inReplyToAtomUri","conversation":"ostatus:conversation",)"
    R"("sensitive":"as:sensitive","toot":"http://joinmastodon.org/ns#","votersCount":"toot:votersCount","Hashtag":)"
    R"("as:Hashtag"}])";

constexpr std::string_view sentence =
    "Second try at whiteboard predictions. Quiet kids wrote, loud kids waited, and the talk afterwards was better than "
    "last week: we drew the graph before the cart moved, then argued about the part where it turns around. Keeping it. "
    "Next time fewer carts, and the exit ticket goes on the same sheet so that nobody loses it.";

void people_and_times(json::Writer& writer, const Person& person) {
    writer.field("published", format_rfc3339(current_time()));
    writer.key("to").begin_array().value(public_address).end_array();
    writer.key("cc").begin_array().value(person.id() + "/followers").end_array();
}

void write_note(json::Writer& writer, const Person& person, const std::string& id, std::uint64_t number) {
    const std::string content = "<p>" + std::string(sentence) + " <a href=\"http://" + person.authority +
                                "/tags/physics\" class=\"mention hashtag\" rel=\"tag\">#<span>physics</span></a> (" +
                                std::to_string(number) + ")</p>";
    writer.begin_object().field("id", id).field("type", "Note").null_field("summary").null_field("inReplyTo");
    writer.field("url", "http://" + person.authority + "/@" + person.name + "/" + std::to_string(number));
    writer.field("attributedTo", person.id());
    people_and_times(writer, person);
    writer.field("sensitive", false).field("atomUri", id).null_field("inReplyToAtomUri");
    writer.field("conversation", "tag:" + person.authority + ",2026-01-01:objectId=" + std::to_string(number));
    writer.field("content", content);
    writer.key("contentMap").begin_object().field("en", content).end_object();
    writer.key("attachment").begin_array().end_array();
    writer.key("tag").begin_array().begin_object().field("type", "Hashtag");
    writer.field("href", "http://" + person.authority + "/tags/physics")
        .field("name", "#physics")
        .end_object()
        .end_array();
    writer.key("replies").begin_object().field("id", id + "/replies").field("type", "Collection");
    writer.key("first").begin_object().field("type", "CollectionPage").field("next", id + "/replies?page=true");
    writer.field("partOf", id + "/replies").key("items").begin_array().end_array().end_object().end_object();
    writer.end_object();
}

}  // namespace

std::vector<crypto::PrivateKey> make_keys(std::size_t count) {
    std::vector<std::future<crypto::PrivateKey>> making;
    for (std::size_t index = 0; index < count; ++index)
        making.push_back(std::async(std::launch::async, &crypto::PrivateKey::generate_rsa));
    std::vector<crypto::PrivateKey> keys;
    for (auto& key : making) keys.push_back(key.get());
    return keys;
}

People::People(std::string_view prefix, std::size_t hosts, std::size_t per_host, std::uint16_t port,
               const std::vector<crypto::PrivateKey>& keys)
    : keys_(keys) {
    for (const auto& key : keys_) pems_.push_back(key.public_key().pem());
    for (std::size_t host = 0; host < hosts; ++host) {
        for (std::size_t index = 0; index < per_host; ++index) {
            Person person;
            person.name = "person" + std::to_string(index);
            person.authority = std::string(prefix) + std::to_string(host) + ".localhost:" + std::to_string(port);
            person.key = people_.size() % keys_.size();
            people_.push_back(std::move(person));
        }
    }
}

const Person* People::find(std::string_view authority, std::string_view name) const {
    for (const auto& person : people_)
        if (person.authority == authority && person.name == name) return &person;
    return nullptr;
}

std::string People::document(const Person& person) const {
    json::Writer writer;
    writer.begin_object().key("@context").begin_array();
    writer.value("https://www.w3.org/ns/activitystreams").value("https://w3id.org/security/v1").end_array();
    writer.field("id", person.id()).field("type", "Person").field("preferredUsername", person.name);
    writer.field("name", person.name + " of " + person.authority).field("inbox", person.id() + "/inbox");
    writer.field("followers", person.id() + "/followers").field("url", person.id());
    writer.key("endpoints").begin_object().field("sharedInbox", person.inbox()).end_object();
    writer.key("publicKey").begin_object().field("id", person.key_id()).field("owner", person.id());
    writer.field("publicKeyPem", pems_[person.key]).end_object().end_object();
    return writer.take();
}

std::string People::signed_post(const Person& person, const std::string& address, const std::string& body) const {
    const auto url = parse_url(address);
    if (!url) throw std::runtime_error("not an address: " + address);
    const signatures::Outgoing outgoing{"POST", *url, body, activity_type};
    const auto key_id = person.key_id();
    auto headers = signatures::sign_cavage(outgoing, {keys_[person.key], key_id}, current_time());
    if (!headers) throw std::runtime_error("cannot sign: " + headers.error().message());
    std::string text = "POST " + url->target() + " HTTP/1.1\r\nhost: " + url->authority() + "\r\n";
    for (const auto& [name, value] : *headers) text += name + ": " + value + "\r\n";
    return text + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string People::note(const Person& person, std::uint64_t number) {
    const std::string id = person.id() + "/statuses/" + std::to_string(number);
    json::Writer writer;
    writer.begin_object().key("@context").raw(context);
    writer.field("id", id + "/activity").field("type", "Create").field("actor", person.id());
    people_and_times(writer, person);
    writer.key("object");
    write_note(writer, person, id, number);
    return writer.end_object().take();
}

std::string People::follow(const Person& person, const std::string& target) {
    json::Writer writer;
    writer.begin_object().field("@context", "https://www.w3.org/ns/activitystreams");
    writer.field("id", person.id() + "#follows/1").field("type", "Follow").field("actor", person.id());
    return writer.field("object", target).end_object().take();
}

std::string People::accept(const Person& person, const std::string& follow_id, const std::string& follower) {
    json::Writer writer;
    writer.begin_object().field("@context", "https://www.w3.org/ns/activitystreams");
    writer.field("id", person.id() + "#accepts/1").field("type", "Accept").field("actor", person.id());
    writer.key("object").begin_object().field("id", follow_id).field("type", "Follow").field("actor", follower);
    return writer.field("object", person.id()).end_object().end_object().take();
}

}  // namespace collegium::bench
