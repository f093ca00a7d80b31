.DEFAULT_GOAL := help
.PHONY: help run seed test bench fuzz bless screenshots image lint fmt check clean install-build install-test install-bench install-image

CARGO ?= cargo
DATA ?= data
SECONDS ?= 60

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: install-build ## Build, make the population on the first start, and serve on 127.0.0.1:8080
	$(CARGO) build --release --locked
	./target/release/dancu serve --data $(DATA)

seed: install-build ## Make the population again (DATA=folder)
	$(CARGO) build --release --locked
	./target/release/dancu seed --data $(DATA) --force

test: install-test ## Run every test
	$(CARGO) test --locked --lib --test it

bench: install-bench ## Compare with a bare server in one run and print the ratios
	$(CARGO) bench --locked --bench domain --bench http --bench seed

fuzz: install-build ## Read mutated envelopes for a minute (SECONDS=60, SEED=number repeats a run)
	$(CARGO) bench --locked --bench fuzz -- --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

bless: install-build ## Make the generated files again: openapi/openapi.json, tables and drawings in docs/, weights of families
	$(CARGO) run --locked --quiet -- openapi > openapi/openapi.json.part
	mv openapi/openapi.json.part openapi/openapi.json
	BLESS=1 $(CARGO) test --locked --test it docs::
	BLESS=1 $(CARGO) test --locked --lib the_weights_are_those_that_raking_gives

screenshots: install-test ## Make the pictures of docs/screenshots again, by the tests that walk the guide
	DANCU_SCREENSHOTS=docs/screenshots $(CARGO) test --locked --test it -- browser::guide browser::console::the_console_is_walked_in_vietnamese

image: install-image ## Build the image of the Containerfile into target/image/dancu.tar and try it
	tools/image
	tools/try-image

lint: install-build ## Formatting, clippy and documentation, warnings as errors
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" $(CARGO) doc --locked --no-deps --document-private-items --quiet

fmt: ## Format the code
	$(CARGO) fmt

check: lint test ## What CI checks, and that nothing generated is stale
	git diff --exit-code

clean: ## Remove what was built and the population
	$(CARGO) clean
	rm -rf $(DATA)

install-build:
	@tools/install build

install-test:
	@tools/install test

install-bench:
	@tools/install bench

install-image:
	@tools/install image
