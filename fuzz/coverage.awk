# Sums up, by folder, what an LCOV file says of the sources whose names come first, one a line; and
# says what is not reached. `list` takes the functions, "file:line: name".

function folder_of(path) {
  if (path ~ /^stores\/broken\//) return "stores/broken"
  return substr(path, 1, index(path, "/") - 1)
}

FNR == NR { known[$0] = 1; next }

/^SF:/ {
  file = substr($0, 4)
  # A compiler cache lets paths begin at the build: /checkout/build/coverage/../../spec/token.cc.
  while (match(file, /[^\/]+\/\.\.\//))
    file = substr(file, 1, RSTART - 1) substr(file, RSTART + RLENGTH)
  if (index(file, root) == 1) file = substr(file, length(root) + 1)
  seen[file] = 1
  next
}
/^FN:/ {
  split(substr($0, 4), part, ",")
  place = file ":" part[1]
  place_of[file, part[2]] = place
  if (!(place in name)) { name[place] = part[2]; functions[file]++ }
  next
}
/^FNDA:/ {
  comma = index($0, ",")
  place = place_of[file, substr($0, comma + 1)]
  if (substr($0, 6, comma - 6) + 0 > 0 && !(place in reached)) { reached[place] = 1; hit[file]++ }
  next
}
/^DA:/ {
  split(substr($0, 4), part, ",")
  lines[file]++
  if (part[2] > 0) lines_hit[file]++
  next
}

END {
  for (file in seen) if (file !~ /^\//) {
    folder = folder_of(file)
    files_in[folder]++
    lines_in[folder] += lines[file]; lines_hit_in[folder] += lines_hit[file]
    functions_in[folder] += functions[file]; hit_in[folder] += hit[file]
    if (!hit[file] && folder != "stores/broken") none = none "  " file "\n"
  }
  for (file in known) if (!(file in seen)) { out[folder_of(file)]++; absent[file] = 1 }
  printf "%-14s %12s %18s %22s %10s\n", "folder", "files", "functions", "lines", "in none"
  split("spec stores harness fuzz stores/broken", order, " ")
  for (i = 1; i in order; i++) {
    folder = order[i]
    if (!(folder in files_in) && !(folder in out)) continue
    printf "%-14s %12d %8d of %5d %10d of %5d %3d%% %10d\n", folder, files_in[folder],
      hit_in[folder], functions_in[folder], lines_hit_in[folder], lines_in[folder],
      lines_in[folder] ? 100 * lines_hit_in[folder] / lines_in[folder] : 0, out[folder]
  }
  print "\nNothing is reached of these files (the zoo of broken stores aside):"
  sorted = "sort"
  printf "%s", none == "" ? "  (of none of those in a target)\n" : none | sorted
  close(sorted)
  print "\nNo target holds these files:"
  for (file in absent) if (folder_of(file) != "stores/broken") print "  " file | sorted
  close(sorted)
  sorted = "sort -t: -k1,1 -k2,2n >'" list "'"
  for (place in name)
    if (!(place in reached) && place !~ /^\//) print place ": " name[place] | sorted
  close(sorted)
}
