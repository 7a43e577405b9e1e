#include "federation/objects/announce.hpp"

#include "as2/vocabulary.hpp"
#include "as2/write.hpp"

namespace collegium::federation {

// federation.md 5.1, the rows about boosts.
as2::Activity announce_value(const model::Post& reblog, const model::Account& who, const model::Post& original,
                             const model::Account& author) {
    const std::string everyone(as2::public_collection);
    as2::Texts to, cc;
    switch (reblog.visibility) {
        case model::Visibility::public_:
            to = {everyone};
            cc = {who.followers_uri, author.uri};
            break;
        case model::Visibility::unlisted:
            to = {who.followers_uri};
            cc = {everyone, author.uri};
            break;
        case model::Visibility::followers:
        case model::Visibility::direct:
            to = {who.followers_uri};
            cc = {author.uri};
            break;
    }
    auto activity =
        as2::make_activity(as2::type::announce, reblog.uri, who.uri, original.uri, std::move(to), std::move(cc));
    activity.published = reblog.created_at;
    return activity;
}

}  // namespace collegium::federation
