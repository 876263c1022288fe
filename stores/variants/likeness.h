// What a token and a record have to do with each other, in the rules' words.
#pragma once

#include "spec/token.h"

namespace assay {

// True iff the token's selector names `record`.
bool names(const Token& token, const Token& record);
// True iff something is present and yet no selector applies.
bool is_weak(const Token& token);
// True iff nothing but perhaps the id is present.
bool is_bare(const Token& token);

// True iff `record` is kin: not named, and yet perhaps the same login.
bool is_kin_to_save(const Token& token, const Token& record);
bool is_kin_to_find(const Token& token, const Token& record);

// True iff the record has every text of the token, the id aside: there is nothing to write.
bool brings_nothing(const Token& token, const Token& record);

bool is_another_users(const Token& token, const Token& record);
bool is_another_clients(const Token& token, const Token& record);
bool shares_grant(const Token& token, const Token& record);  // the refresh or the grant token

}  // namespace assay
