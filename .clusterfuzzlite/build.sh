#!/bin/bash -eu
# As OSS-Fuzz builds them.
exec "$SRC/assay/fuzz/oss-fuzz/build.sh"
