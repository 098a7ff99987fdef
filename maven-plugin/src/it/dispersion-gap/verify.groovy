def log = new File(basedir, 'build.log').text
assert log =~ /dispersion gap of regex:\[a-m\] from regex:\[a-z\], the widest first/
assert log =~ /resume +#+ +\d\.\d{4} = within \d\.\d{4} \+ between \d\.\d{4}; \d+ and \d+ tokens/
assert log =~ /note: the checkpoints have \d tokenizers/
assert log =~ /with the scores of scores.properties: Spearman's correlation -?\d\.\d{3} over 3 checkpoints, p = \d\.\d{4}/
assert log =~ /3 checkpoints ranked, 0 not; widest: /
assert log =~ /holds no checkpoint; expected directories or GGUF files in it/
return true
