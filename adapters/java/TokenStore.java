import java.util.List;
import java.util.Map;

/**
 * What is put to the test. A token is a map of the ten names: id, user_name, client_id,
 * client_secret, refresh_token, access_token, grant_token, expires_in, redirect_url, api_domain;
 * what is not there, null or "" is absent. An exception is a refusal: nothing was changed.
 */
public interface TokenStore {
  /** Changes its argument in place: the id. */
  void saveToken(Map<String, String> token) throws Exception;

  /** Returns null where there is none. */
  Map<String, String> findToken(Map<String, String> token) throws Exception;

  /** Returns null where there is none. */
  Map<String, String> findTokenById(String id) throws Exception;

  void deleteToken(String id) throws Exception;

  void deleteTokens() throws Exception;

  List<Map<String, String>> getTokens() throws Exception;

  /** Opens a store over a directory that exists. */
  interface Opener {
    TokenStore open(String storage) throws Exception;

    /** Removes what the store keeps outside that directory, such as a table. */
    default void drop(String storage) throws Exception {}
  }

  /** For a store to throw: the call may have happened. */
  class UnknownOutcome extends Exception {
    public UnknownOutcome(String message) {
      super(message);
    }
  }
}
