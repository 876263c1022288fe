# ListStore with a fault that some published stores have: they raise where there is no such id, and
# should say that there is none. [TS-BYID-02]
require_relative "list_store"

class BrokenStore < ListStore
  def find_token_by_id(id)
    $stdout.puts "a stray print, which goes to the log"
    $stdout.flush
    super || raise(KeyError, "no token has this id")
  end
end

Assay.serve(name: "broken", capabilities: { storage: "memory" }) { BrokenStore.new }
