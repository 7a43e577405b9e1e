#include <gtest/gtest.h>

#include "crypto/password.hpp"

namespace collegium::crypto {
namespace {

TEST(Password, hash_verifies_only_its_own_password) {
    const std::string hash = hash_password("correct horse battery");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_TRUE(verify_password("correct horse battery", hash));
    EXPECT_FALSE(verify_password("correct horse batterz", hash));
    EXPECT_FALSE(verify_password("", hash));
    EXPECT_NE(hash, hash_password("correct horse battery"));
}

TEST(Password, nul_and_any_bytes_count) {
    const std::string password("before\0after", 12);
    const std::string hash = hash_password(password);
    EXPECT_TRUE(verify_password(password, hash));
    EXPECT_FALSE(verify_password("before", hash));
}

TEST(Password, unreadable_hash_never_verifies) {
    for (const char* hash :
         {"", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$$", "$2b$10$abcdefghijklmnopqrstuv"}) {
        EXPECT_FALSE(verify_password("password", hash)) << hash;
    }
}

TEST(Password, hash_of_another_cost_asks_for_a_new_one) {
    EXPECT_FALSE(needs_rehash(hash_password("a password")));
    EXPECT_TRUE(needs_rehash("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
    EXPECT_TRUE(needs_rehash("$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA"));
}

}  // namespace
}  // namespace collegium::crypto
