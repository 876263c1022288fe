using System;
using System.Collections.Generic;

// What is put to the test. A token is a dictionary of the ten names: id, user_name, client_id,
// client_secret, refresh_token, access_token, grant_token, expires_in, redirect_url, api_domain;
// what is not there, null or "" is absent. An exception is a refusal: nothing was changed.
public interface ITokenStore
{
    void SaveToken(Dictionary<string, string> token); // changes its argument in place: the id
    Dictionary<string, string> FindToken(Dictionary<string, string> token); // null for none
    Dictionary<string, string> FindTokenById(string id);
    void DeleteToken(string id);
    void DeleteTokens();
    List<Dictionary<string, string>> GetTokens();
}

// For a store to throw: the call may have happened.
public class UnknownOutcomeException : Exception
{
    public UnknownOutcomeException(string message) : base(message) { }
}
