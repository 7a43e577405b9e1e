#include "storage/repo/members.hpp"

#include "core/strings.hpp"

namespace collegium::repo {
namespace {

const std::string select_member =
    "SELECT account_id, email, password_hash, role, default_visibility, default_sensitive, default_language, "
    "created_at, last_sign_in_at, disabled_at FROM member ";

model::Member read_member(const sql::Row& row) {
    model::Member member;
    member.account_id = row.id<AccountId>(0);
    member.email = row.string(1);
    member.password_hash = row.string(2);
    member.role = row.as<model::Role>(3);
    member.default_visibility = row.as<model::Visibility>(4);
    member.default_sensitive = row.flag(5);
    member.default_language = row.string(6);
    member.created_at = row.time(7);
    member.last_sign_in_at = row.optional_time(8);
    member.disabled_at = row.optional_time(9);
    return member;
}

}  // namespace

sql::Query member_query(AccountId id, std::optional<model::Member>& found) {
    static const std::string text = select_member + "WHERE account_id = ?";
    return {text, {id}, [&found](const sql::Row& row) { found = read_member(row); }};
}

std::optional<model::Member> find_member(sql::Connection& db, AccountId id) {
    std::optional<model::Member> found;
    db.run(member_query(id, found));
    return found;
}

std::optional<model::Member> find_member_by_email(sql::Connection& db, std::string_view email) {
    return db.one(select_member + "WHERE email_folded = ?", {strings::fold(email)}, read_member);
}

bool insert_member(sql::Connection& db, const model::Member& member) {
    return db.execute(
               "INSERT INTO member (account_id, email, email_folded, password_hash, role, default_visibility, "
               "default_sensitive, default_language, created_at, last_sign_in_at, disabled_at) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               {member.account_id, member.email, strings::fold(member.email), member.password_hash, member.role,
                member.default_visibility, member.default_sensitive, member.default_language, member.created_at,
                member.last_sign_in_at, member.disabled_at}) > 0;
}

void update_member(sql::Connection& db, const model::Member& member) {
    db.execute(
        "UPDATE member SET email = ?, email_folded = ?, password_hash = ?, role = ?, default_visibility = ?, "
        "default_sensitive = ?, default_language = ?, last_sign_in_at = ?, disabled_at = ? WHERE account_id = ?",
        {member.email, strings::fold(member.email), member.password_hash, member.role, member.default_visibility,
         member.default_sensitive, member.default_language, member.last_sign_in_at, member.disabled_at,
         member.account_id});
}

void insert_session(sql::Connection& db, const model::Session& session) {
    db.execute(
        "INSERT INTO session (token_hash, account_id, csrf_token, user_agent, address, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        {session.token_hash, session.account_id, session.csrf_token, session.user_agent, session.address,
         session.created_at, session.expires_at});
}

std::optional<model::Session> find_session(sql::Connection& db, std::string_view token_hash, Timestamp now) {
    return db.one(
        "SELECT token_hash, account_id, csrf_token, user_agent, address, created_at, expires_at FROM session "
        "WHERE token_hash = ? AND expires_at > ?",
        {token_hash, now}, [](const sql::Row& row) {
            model::Session session;
            session.token_hash = row.string(0);
            session.account_id = row.id<AccountId>(1);
            session.csrf_token = row.string(2);
            session.user_agent = row.string(3);
            session.address = row.string(4);
            session.created_at = row.time(5);
            session.expires_at = row.time(6);
            return session;
        });
}

void delete_session(sql::Connection& db, std::string_view token_hash) {
    db.execute("DELETE FROM session WHERE token_hash = ?", {token_hash});
}

void delete_sessions_of(sql::Connection& db, AccountId id) {
    db.execute("DELETE FROM session WHERE account_id = ?", {id});
}

void trim_sessions(sql::Connection& db, AccountId id, int keep, Timestamp now) {
    db.execute("DELETE FROM session WHERE account_id = ? AND expires_at <= ?", {id, now});
    db.execute(
        "DELETE FROM session WHERE account_id = ? AND token_hash NOT IN (SELECT token_hash FROM session "
        "WHERE account_id = ? ORDER BY created_at DESC LIMIT ?)",
        {id, id, keep});
}

}  // namespace collegium::repo
