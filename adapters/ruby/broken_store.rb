# ListStore with a fault: it knows tokens by their user alone, so that a refreshed token of a client
# without users becomes one more record, and no access token finds its own. [TS-SAVE-03]
require_relative "list_store"

class BrokenStore < ListStore
  private

  def selector(token)
    super if token["user_name"] && !token["user_name"].empty?
  end
end

Assay.serve(name: "broken", capabilities: { storage: "memory" }) { BrokenStore.new }
