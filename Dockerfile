# The `assay` command, for a MySQL server elsewhere. docker-compose.yml brings one.
#
# The password comes in ASSAY_MYSQL_PASSWORD, or in the file that ASSAY_MYSQL_PASSWORD_FILE names
# (a secret); never in the URL. Arguments after the image's name take the place of CMD.

FROM debian:12.11-slim AS build
WORKDIR /src
COPY cmake/debian-packages.txt cmake/
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    $(awk '$1 == "run" { print $2 }' cmake/debian-packages.txt) \
  && rm -rf /var/lib/apt/lists/*
COPY . .
RUN ./assay --no-install --version

FROM debian:12.11-slim
COPY cmake/debian-packages.txt /usr/local/share/assay/
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    $(awk '$1 == "image" { print $2 }' /usr/local/share/assay/debian-packages.txt) \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o 10001 -g 10001 /results
COPY --from=build /src/build/release/assay /usr/local/bin/assay
USER 10001:10001
# Where reports go.
WORKDIR /results
ENTRYPOINT ["assay", "run", "mysql", "--mysql", "mysql://assay@mysql:3306/assay"]
CMD ["--time", "60s"]
