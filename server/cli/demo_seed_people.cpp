#include <algorithm>
#include <atomic>
#include <thread>

#include "cli/demo_seed.hpp"
#include "crypto/keys.hpp"
#include "crypto/password.hpp"
#include "domain/accounts.hpp"
#include "domain/relations.hpp"

namespace collegium::cli::sample {
namespace {

struct KeyPair {
    std::string private_key;
    std::string public_key;
};

// One pair for each of people(). RSA takes a quarter of a second each, so on all cores.
std::vector<KeyPair> make_keys() {
    std::vector<KeyPair> keys(people().size());
    std::atomic<std::size_t> next{0};
    auto work = [&keys, &next] {
        for (std::size_t i = next++; i < keys.size(); i = next++) {
            const auto key = crypto::PrivateKey::generate_rsa();
            keys[i] = {key.pem(), key.public_key().pem()};
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
    for (auto& thread : threads) thread.join();
    return keys;
}

domain::ProfileChange profile_of(const SamplePerson& person) {
    domain::ProfileChange change;
    change.note = std::string(person.bio);
    change.discoverable = true;
    change.indexable = true;
    std::vector<domain::ProfileField> fields;
    if (!person.teaches.empty()) fields.push_back({"Teaches", std::string(person.teaches)});
    fields.push_back({"Open to", std::string(person.open_to)});
    fields.push_back({"Languages", std::string(person.languages)});
    fields.push_back({"Institution", std::string(institution(person.side).name)});
    change.fields = std::move(fields);
    return change;
}

Result<void> add_person(domain::Context& context, const SamplePerson& person, const KeyPair& key,
                        const std::string& password_hash) {
    domain::NewMember member;
    member.username = person.username;
    member.display_name = person.name;
    member.email = std::string(person.username) + "@" + std::string(institution(person.side).mail_domain);
    member.password_hash = password_hash;
    member.role = person.role;
    member.private_key = key.private_key;
    member.public_key = key.public_key;
    COLLEGIUM_TRY(const auto account, domain::create_member(context, member));
    COLLEGIUM_CHECK(domain::update_profile(context, account.id, profile_of(person)));
    return ok();
}

// The people of the other institution, by their handles, as a search would find them.
Result<void> meet_others(World& world, Side here) {
    std::vector<std::string> handles;
    for (const auto& person : people())
        if (person.side != here) handles.push_back(world.handle(person.username));
    const auto unresolved = world.at(here).resolve({}, handles);
    if (unresolved.empty()) return ok();
    return Error(Errc::unreachable, world.authority(here) + " did not find " + unresolved.front() + ".");
}

Result<void> follow_all(World& world, Side here) {
    return world.write(here, [&world, here](domain::Context& context) -> Result<void> {
        for (const auto& person : people()) {
            if (person.side != here) continue;
            COLLEGIUM_TRY(const auto who, find_person(context, world, here, person.username));
            for (const auto& name : parts(person.follows)) {
                COLLEGIUM_TRY(const auto target, find_person(context, world, here, name));
                COLLEGIUM_CHECK(domain::follow(context, who.id, target.id, domain::FollowOptions()));
            }
        }
        return ok();
    });
}

bool all_follow(domain::Context& context, const World& world, Side here) {
    for (const auto& person : people()) {
        if (person.side != here) continue;
        auto who = find_person(context, world, here, person.username);
        for (const auto& name : parts(person.follows)) {
            auto target = find_person(context, world, here, name);
            if (!who || !target || !domain::relationship(context, who->id, target->id).following) return false;
        }
    }
    return true;
}

}  // namespace

Result<void> add_people(World& world, std::string_view password) {
    const auto keys = make_keys();
    const auto password_hash = crypto::hash_password(password);
    for (auto side : both_sides) {
        auto added = world.write(side, [side, &keys, &password_hash](domain::Context& context) -> Result<void> {
            for (std::size_t i = 0; i < keys.size(); ++i) {
                if (people()[i].side != side) continue;
                COLLEGIUM_CHECK(add_person(context, people()[i], keys[i], password_hash));
            }
            return ok();
        });
        if (!added) return added.error();
    }
    return ok();
}

Result<void> add_follows(World& world) {
    Result<void> north = ok();
    std::thread other([&world, &north] { north = meet_others(world, Side::north); });
    auto south = meet_others(world, Side::south);
    other.join();
    if (!north) return north.error();
    if (!south) return south.error();
    for (auto side : both_sides) {
        COLLEGIUM_CHECK(follow_all(world, side));
    }
    for (auto side : both_sides) {
        COLLEGIUM_CHECK(
            world.wait_until(side, "the answers to its people's follow requests",
                             [&world, side](domain::Context& context) { return all_follow(context, world, side); }));
    }
    return ok();
}

}  // namespace collegium::cli::sample
