# annalist in an image that holds the static program and nothing else.
#
#   docker build -t annalist .
#   docker run --rm --network none -v "$PWD:/work" annalist extract pages -o out
FROM rust:1.95-alpine AS build
WORKDIR /annalist
COPY . .
# Programs for Alpine's target are static.
RUN cargo build --locked --profile dist

FROM scratch
COPY --from=build /annalist/target/dist/annalist /annalist
COPY LICENSE-APACHE LICENSE-MIT NOTICE /licences/
WORKDIR /work
# Large records wait in temporary files; an empty root has no other place for them.
ENV TMPDIR=/work
ENTRYPOINT ["/annalist"]
CMD ["--help"]
