#!/usr/bin/env bash
# Makes NAME.json for small models of ../models: what the reference writes to prompts.jsonl. PYTHON: one with transformers.
set -euo pipefail
cd "$(dirname "$0")"
make() { "${PYTHON:-python3}" make.py --tokens 14 "${@:2}" "../models/$1" prompts.jsonl "$1.json"; }
for name in llama-tied qwen2-sliding gemma3-text phi3 gpt2 gemma2 gpt-oss bloom falcon-alibi deepseek-v2 mixtral lfm2 jamba; do
  make "$name"
done
# With its cache the reference does not heed the limits of the time step of Mamba 2, keeps keys turned by "dynamic" angles
# of shorter texts (stablelm-parallel), and ends in an error for the heads of this recurrent-gemma.
for name in mamba2 zamba2 stablelm-parallel recurrent-gemma; do
  make "$name" --without-cache
done
