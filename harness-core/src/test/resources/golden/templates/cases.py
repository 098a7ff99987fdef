# The cases of make.py: our own templates, in the style of public ones, and one expression for each thing that can differ.

# -- numbers and how they print

expressions(r"""
1
-1
1_000_000
0x1F
0b101
0o17
012
1.0
1.5e3
1e16
1e15
123456789012345680.0
1e-5
0.0001
0.1 + 0.2
1/3
2/3
10/2
7//2
-7//2
7//-2
7%3
-7%3
7%-3
-7.5//2
-7.5%2
7.5%-2
0.0
-0.0
0.0 * -1
5e-324
1.7976931348623157e308
1e308 * 10
-1e308 * 10
1e400
2**10
2**0.5
2**-1
(-2)**3
-2**2
2**3**2
10**30
big * big
big // 7
big % 97
-big // 7
big / 3
big + 0.5
i + true
true + true
true * 3
-true
+true
not true
not 0
not ''
5.0 // 0.3
5.0 % 0.3
1e22 + 1
huge
tiny
f
half
100 * 1.1
1.1 * 1.1
3.0 * 2
9007199254740993 + 0.0
4.35
2.675
1e21
1e-7
123456.789e3
5.684341886080802e-14
2.0 ** -44
2.0 ** 60
2 ** 60
4 ** 0.5
9007199254740992.0
0.1 + 0.7
1.0e+10
1E5
3.14 is float
1 == 1.0
1 == true
0 == false
1.5 == 1.5
big == big + 0.0
9007199254740993 == 9007199254740992.0
'1' == 1
none == false
none == none
[] == false
() == []
[1, 2] == [1.0, 2.0]
(1, 2) == (1, 2)
{'a': 1} == {'a': 1.0}
{'a': 1, 'b': 2} == {'b': 2, 'a': 1}
1 < 2 < 3
1 < 3 < 2
3 > 2 >= 2 == 2.0
1 < 2 > 1
'a' < 'b'
'a' < 'B'
'Z' < 'a'
'é' > 'z'
'😀' > '￿'
[1, 2] < [1, 3]
[1, 2] < [1, 2, 0]
(1, 'a') < (1, 'b')
1 in [1, 2]
1.0 in [1, 2]
'a' in 'abc'
'' in 'abc'
'd' not in 'abc'
'b' in d
'z' in d
1 in {1: 2}
none in mixed
[1, 2] in mixed
not 1 in [2]
1 not in [2]
""", BOTH)

# -- strings

expressions(r"""
s
s[0]
s[-1]
s[100]
s[1:5]
s[:-1]
s[::-1]
s[::2]
s[10:2:-3]
s[-3:]
s[5:2]
s[:100]
s[none:3]
s[true:]
uni[8]
uni[7:12]
uni[::-1]
uni|length
'😀a'[1]
'a😀b'[::2]
'ab' 'cd'
'ab' "cd" 'ef'
'a\nb'
'a\tb\\c'
'\x41\u00e9\U0001F600'
'\N{BULLET} x'
'\101\0'
'\q\d'
"it's"
'it\'s'
'line \
continued'
s.upper()
s.lower()
s.title()
s.capitalize()
s.swapcase()
s.casefold()
'straße'.upper()
'ΑΣ'.lower()
'ǆ'.title()
'ßa'.capitalize()
'ﬁx'.title()
"they're bill's friends".title()
'hello-world foo_bar 3rd'.title()
blank.strip()
blank.lstrip()
blank.rstrip()
'xxhixx'.strip('x')
'xyhiyx'.lstrip('xy')
'xyhiyx'.rstrip('yx')
'　全角　'.strip()
'\x1fa\x1f'.strip()
'\u200ba\u200b'.strip()
s.startswith('Hell')
s.startswith(('x', 'He'))
s.startswith('ello', 1)
s.endswith('ld')
s.endswith('lo', 0, 5)
s.endswith(())
s.find('o')
s.find('o', 5)
s.find('zz')
s.rfind('o')
s.index('o')
s.index('zz')
s.rindex('o')
s.count('l')
s.count('')
''.count('')
'aaaa'.count('aa')
uni.find('😀')
uni.find('naïve')
uni.rfind('ö')
s.replace('l', 'L')
s.replace('l', 'L', 1)
s.replace('l', 'L', 0)
s.replace('', '-')
'ab'.replace('', '-', 2)
s.split()
blank.split()
s.split(', ')
s.split('l')
s.split('l', 1)
s.split(maxsplit=1)
' a  b c '.split(none, 1)
' a  b c '.rsplit(none, 1)
s.rsplit('l', 1)
s.rsplit('l')
'aXbXc'.rsplit('X', 5)
'aaa'.split('aa')
'aaa'.rsplit('aa')
''.split()
''.split('x')
s.split('')
lines.splitlines()
lines.splitlines(true)
lines.splitlines(keepends=true)
''.splitlines()
'\n'.splitlines()
s.partition(', ')
s.partition('z')
s.rpartition('o')
s.rpartition('z')
'-'.join(['a', 'b'])
'-'.join('abc')
'-'.join([])
'-'.join([1])
'-'.join(d)
s.center(20)
s.center(21, '*')
s.center(20, '*')
'abc'.center(6, '-')
'abc'.center(8)
s.ljust(15, '.')
s.rjust(15)
'42'.zfill(5)
'-42'.zfill(5)
'+4'.zfill(4)
'a\tb\tc'.expandtabs()
'a\tb'.expandtabs(4)
s.removeprefix('Hello')
s.removesuffix('World')
s.removeprefix('x')
'abc'.isalpha()
'abc1'.isalnum()
'12'.isdigit()
'²'.isdigit()
'½'.isnumeric()
'12'.isdecimal()
' \n'.isspace()
''.isspace()
'ABC'.isupper()
'aBc'.islower()
'Title Case'.istitle()
'abc'.isidentifier()
'1a'.isidentifier()
'abc'.isascii()
'a\n'.isprintable()
s * 2
2 * s
s * 0
s * -1
s + '!'
'a' ~ 1 ~ none ~ true ~ 1.0 ~ [1, 'x'] ~ {'k': none}
'%s and %s' % ('a', 1)
'%s' % 'x'
'%s' % [1, 2]
'%d' % 3.7
'%5d|%-5d|%05d' % (42, 42, 42)
'%+d % d' % (5, 5)
'%x %X %o %#x %#o' % (255, 255, 8, 255, 8)
'%.2f' % 3.14159
'%8.3f|%-8.1f|%08.2f' % (f, f, f)
'%e' % 12345.678
'%.0e' % 12345.678
'%g %g %g' % (0.0001, 1e-5, 123456789)
'%g' % 100000
'%G' % 1e-10
'%#g' % 1.0
'%r' % 'x'
'%r' % [1, 'a']
'%c%c' % (65, 'b')
'%%'
'100%%' % ()
'%5.1s|' % 'abc'
'%(a)s-%(b)d' % {'a': 1, 'b': 2}
'%*d' % (5, 42)
'%.*f' % (2, 3.14159)
'%a' % 'é'
'%i' % true
'%.3d' % 7
'%s' % ()
'%s %s' % 'a'
'%d' % 'a'
'%q' % 1
'%' % 1
'x' % 1
'x' % [1]
'%s' % none
'{}'.format(1)
'{} {}'.format('a', 'b')
'{1} {0}'.format('a', 'b')
'{a} {b}'.format(a=1, b='x')
'{0.name}'.format(people[0])
'{0[name]} {0[age]}'.format(people[0])
'{p[0][name]}'.format(p=people)
'{{}} {}'.format(1)
'{:>10}|{:<10}|{:^10}|'.format('a', 'b', 'c')
'{:*^9}'.format('mid')
'{:05d} {:+d} {:x} {:#b} {:o}'.format(42, 42, 255, 5, 8)
'{:,} {:_}'.format(1234567, 1234567)
'{:,.2f}'.format(1234567.891)
'{:.3f} {:.0f} {:e} {:g} {:%}'.format(f, 2.5, f, f, 0.256)
'{:.2%}'.format(0.12345)
'{:.1f} {:.1f} {:.1f}'.format(0.25, 0.35, 2.45)
'{:10.3f}|{:<10.2f}|{:^10.1f}|'.format(f, f, f)
'{:08.3f}|{:+.1f}|{: .1f}'.format(-f, f, f)
'{:.3} {:.3} {:.3}'.format(3.0, 123456.0, 0.00001234)
'{:.10}'.format('abcdefghijklmnop')
'{!r} {!s} {!a}'.format('é', 'é', 'é')
'{:{w}.{p}f}'.format(f, w=10, p=2)
'{:{}}|'.format('x', 5)
'{}'.format(none)
'{}'.format([1, 'a'])
'{:>5}'.format(true)
'{:d}'.format(true)
'{:s}'.format('x')
'{:c}'.format(65)
'{:n}'.format(1234)
'{:G}'.format(1e-10)
'{:06}'.format(-1.5)
'{:=+6d}'.format(3)
'{:<06d}'.format(3)
'{:,}'.format(1234.5678)
'{:#x}'.format(255)
'{:#.3g}'.format(1.0)
'{:.0f}'.format(0.5)
'{:.0f}'.format(1.5)
'{:5}|{:5}|'.format(1, 'a')
'{:d}'.format('a')
'{:d}'.format(1.5)
'{:z<3}'.format('')
'{} {0}'.format(1)
'{0} {}'.format(1)
'{}'.format()
'{a}'.format()
'{'.format()
'}'.format()
'{0!x}'.format(1)
'{:>5}'.format(none)
'{a.b}'.format(a={'b': 3})
'{}-{}'.format(*['x', 'y'])
'{x}'.format(**{'x': 1})
'{x}'.format_map({'x': 1})
""", BOTH)

# -- what repr shows, and JSON

expressions(r"""
[s, blank, uni, quotes]
['it\'s', "say \"x\"", 'both \' and "']
['\x00\x1f\x7f\x80\xa0\xad\u200b\u2028\ufeff\U0001F600\U000e0001']
['\ue000', '\u0378']
[true, false, none, 1, 1.0, -0.0, big]
(1,)
()
(1, 2)
1, 2
[[], {}, ()]
{'a': [1, {'b': none}], 2: 'x', none: true, (1, 2): []}
{1: 'a', 1.0: 'b', true: 'c'}
{}
d
nested
mixed
[nil]
[undefined_thing]
{'k': undefined_thing}
range(3)
range(1, 10, 3)
range(5)|list
range(10, 0, -3)|list
range(0)|list
range(5)[1:3]
range(10)[::2]|list
range(10)[-1]
range(3) == range(3)
3 in range(5)
d.keys()
d.values()
d.items()
d.keys()|list
d.items()|list
d.items()|length
'a' in d.keys()
1 in d.values()
('a', 2) in d.items()
['x'|safe]
namespace(a=1, b='x')
dict(a=1)
dict([('a', 1), ('b', 2)])
dict({'a': 1}, b=2)
dict([('a', 1, 2)])
dict([1])
dict(1)
dict.fromkeys(['a', 'b'], 0)
mixed|string
1.0|string
none|string
""", BOTH)

expressions(r"""
mixed|tojson
nested|tojson
d|tojson
uni|tojson
quotes|tojson
html|tojson
f|tojson
huge|tojson
tiny|tojson
big|tojson
none|tojson
true|tojson
(1, 'a')|tojson
[]|tojson
{}|tojson
nested|tojson(indent=2)
nested|tojson(indent=0)
mixed|tojson(indent=4)
[[], {}, [[]]]|tojson(indent=2)
{1: 'a', 1.5: 'b', true: 'c', none: 'd'}|tojson
{(1, 2): 3}|tojson
undefined_thing|tojson
[undefined_thing]|tojson
d.items()|tojson
range(3)|tojson
(1e308 * 10)|tojson
s.upper|tojson
namespace(a=1)|tojson
[1, [2, [3]]]|tojson
'\x7f\u2028\x00'|tojson
""", BOTH)

expressions(r"""
d|tojson(sort_keys=true)
{'b': {'z': 1, 'a': 2}, 'a': 3}|tojson(sort_keys=true)
{1: 2, 'a': 3}|tojson(sort_keys=true)
uni|tojson(ensure_ascii=true)
quotes|tojson(ensure_ascii=true)
nested|tojson(separators=(',', ':'))
nested|tojson(indent=2, separators=(', ', ' : '))
nested|tojson(indent='\t')
nested|tojson(false, 2)
nested|tojson(separators=(','))
messages|tojson
messages|tojson(indent=2)
mixed|tojson|length
dict(a=1, b=dict(c=2))|tojson
""")

# -- lists, tuples, dicts

expressions(r"""
l[0]
l[-1]
l[5]
l[1:]
l[::-1]
l['0']
l.0
l[true]
l[1.0]
l.index(2)
l.index(9)
words.index('fig', 1)
words.index('fig', 3)
l.count(1)
[1, 1.0, true].count(1)
l.copy()
l + [4]
l + (4,)
l * 2
(1, 2) + (3,)
(1, 2) * 2
(1, 2).index(2)
(1, 2).index(3)
(1, 2).count(1)
(1, 2)[0]
d['a']
d.a
d['zz']
d.zz
d.get('a')
d.get('zz')
d.get('zz', 5)
d.get('zz', default=5)
nested['items']
nested.x.y[1].z
nested.x.y[5].z
nested.n.m
nested['x']['y'][1]['z']
nested.zz.yy
{'a': {'b': 1}}.a.b
{1: 'one'}[1]
{1: 'one'}[1.0]
{'get': 1}['get']
d[[1]]
d.copy()
d.keys()[0]
s.nope
s.nope.nope
i.real
i.nope
f.is_integer()
2.0.is_integer()
i.bit_length()
none.x
none['x']
none[0]
i[0]
i['x']
l[0:2][1]
d[0:1]
l['a':]
l[::0]
s['x']
s['upper']()
d['get']('a')
{'a': 1}|length
[1, 2, [3]]|length
none|length
5|length
people[0].name
people[-1]['city']
people|length
[*l]
l|first
l|last
[]|first
[]|last
''|first
s|first
s|last
d|first
d|last
none|first
5|last
l|reverse|list
s|reverse
(1, 2)|reverse|list
d|reverse|list
5|reverse
words|sort
words|sort(case_sensitive=true)
words|sort(reverse=true)
l|sort
mixed|sort
[2, 1.5, true]|sort
[none, 1]|sort
people|sort(attribute='age')|map(attribute='name')|list
people|sort(attribute='city,name')|map(attribute='name')|list
people|sort(attribute='name', reverse=true)|map(attribute='name')|list
people|sort(attribute='ok')
'hello'|sort
d|sort
d|dictsort
d|dictsort(true)
d|dictsort(by='value')
d|dictsort(false, 'value', true)
d|dictsort(reverse=true)
d|dictsort(by='x')
l|dictsort
words|unique|list
words|unique(true)|list
people|unique(attribute='age')|map(attribute='name')|list
[[1], [1]]|unique|list
l|min
l|max
words|min
words|max(case_sensitive=true)
[]|min
people|max(attribute='age')
[1, 'a']|min
l|sum
[]|sum
l|sum(start=10)
[0.1, 0.2, 0.3]|sum
people|sum(attribute='age')
words|sum
[[1], [2]]|sum(start=[])
l|join
l|join(', ')
words|join('-')
mixed|join('|')
people|join(', ', attribute='name')
d|join(',')
'abc'|join('.')
none|join
5|join
undefined_thing|join
l|list
s|list
d|list
none|list
5|list
l|map('string')|list
words|map('upper')|list
words|map('upper')|join(' ')
words|map('replace', 'p', 'q')|list
people|map(attribute='name')|list
people|map(attribute='zz')|list
people|map(attribute='zz', default='-')|list
people|map(attribute='name.0')|list
[[1, 2], [3, 4]]|map('first')|list
[[1, 2], [3, 4]]|map(attribute=1)|list
words|map('nope')|list
words|map()|list
words|map(attribute='x', foo=1)|list
l|select|list
mixed|select|list
l|select('odd')|list
l|select('gt', 1)|list
l|select('>', 1)|list
l|select('in', [1, 2])|list
l|reject('odd')|list
mixed|reject('string')|list
mixed|select('nope')|list
people|selectattr('ok')|map(attribute='name')|list
people|selectattr('ok', 'defined')|map(attribute='name')|list
people|selectattr('age', 'equalto', 30)|map(attribute='name')|list
people|selectattr('age', '==', 25)|list|length
people|rejectattr('age', 'lt', 30)|map(attribute='name')|list
people|rejectattr('ok')|map(attribute='name')|list
people|selectattr()|list
people|groupby('age')
people|groupby('city')
people|groupby('city', case_sensitive=true)|map(attribute='grouper')|list
people|groupby('ok', default='none')|list
(people|groupby('age'))[0].grouper
(people|groupby('age'))[0].list|length
range(7)|batch(3)|list
range(7)|batch(3, 'x')|list
range(7)|batch(0)|list
range(7)|slice(3)|list
range(7)|slice(3, '-')|list
range(7)|slice(0)|list
d|items|list
undefined_thing|items|list
l|items|list
d.items()|sort|first
d.values()|sum
d.items()|map('first')|list
d.items()|map('last')|list
d|map('upper')|list
people|attr('x')
d|attr('a')
""", BOTH)

# -- filters on text and numbers

expressions(r"""
s|upper
s|lower
s|title
s|capitalize
none|upper
5|upper
[1]|lower
'foo-bar (baz) [qux] {a} <b>'|title
"it's o'clock"|title
blank|trim
'xxaxx'|trim('x')
5|trim
s|replace('l', 'L')
s|replace('l', 'L', 2)
12321|replace(2, 'x')
s|replace('l')
s|center(20)
s|center(21)
s|length
s|count
s|wordcount
'a b-c d_e 1.5'|wordcount
uni|wordcount
'a b c d e f g'|truncate(9)
'a b c d e f g h'|truncate(9, leeway=0)
'abcdefghijklmnop'|truncate(9, true, leeway=0)
'abcdefghijklmnop'|truncate(9, false, '…', 0)
'short'|truncate
'x'|truncate(1)
'a\nb\n\nc'|indent
'a\nb\n\nc'|indent(2, true)
'a\nb\n\nc'|indent(2, blank=true)
'a\nb\n\nc'|indent('> ', true, true)
'a\n'|indent(2)
''|indent(2, true)
5|indent
'The quick brown fox jumps over the lazy dog'|wordwrap(15)
'a-very-long-hyphenated-word and averyveryverylongword'|wordwrap(10)
'a-very-long-hyphenated-word and averyveryverylongword'|wordwrap(10, false)
'x y\nlonger line here'|wordwrap(8, wrapstring='|')
'well -- then --- e-mail x-1'|wordwrap(6, true, '|', false)
''|wordwrap(5)
5|string
s|string
'42'|int
' 42 '|int
'42.9'|int
'x'|int
'x'|int(7)
'ff'|int(0, 16)
'0xff'|int(0, 16)
'0x1F'|int(base=0)
'1_000'|int
'1__0'|int
'_1'|int
'٣'|int
'1e3'|int
'inf'|int
42.9|int
-42.9|int
true|int
none|int
none|int(5)
[]|int
''|int
'-'|int
'+5'|int
'- 5'|int
'3.5'|float
'1e3'|float
' 2 '|float
'x'|float
'x'|float(1.5)
none|float
'nan'|float
'inf'|float
'-Infinity'|float
'1_0.5'|float
'.5'|float
'5.'|float
'1e'|float
'0x1'|float
'1d'|float
'1f'|float
5|float
true|float
big|float
42.55|round
42.55|round(1)
2.5|round
3.5|round
-2.5|round
2.675|round(2)
42|round
42|round(-1)
45|round(-1)
1234.5|round(-2)
42.55|round(1, 'floor')
42.51|round(1, 'ceil')
42.1|round(0, 'ceil')
42|round(0, 'floor')
'x'|round
1.5|round(0, 'up')
1e300|round(2)
-5|abs
-5.5|abs
true|abs
'x'|abs
1|filesizeformat
500|filesizeformat
1000|filesizeformat
1500000|filesizeformat
1024|filesizeformat(true)
123456789|filesizeformat(binary=true)
1e30|filesizeformat
'1000'|filesizeformat
html|e
html|escape
html|escape|escape
html|forceescape
html|safe
html|safe|e
(html|e)|forceescape
('<a>'|safe) + '<b>'
'<b>' + ('<a>'|safe)
('<a>'|safe) ~ '<b>'
('%s'|safe) % '<b>'
('%s %d'|safe) % ('<b>', 3)
('{}'|safe).format('<b>')
('<a>'|safe).upper()
('<a>'|safe).replace('a', '<')
('<,>'|safe).split(',')
('<a>'|safe)[0]
('<a>'|safe)|length
('<a>'|safe) == '<a>'
('a'|safe) in {'a': 1}
('-'|safe).join(['<', '>'])
['<'|safe, '<']|join(',')
('<a>'|safe) is string
('<a>'|safe) is escaped
'<a>' is escaped
('<a>'|safe)|tojson
('<a>'|safe)|upper
('<a>'|safe)|replace('a', 'b')
('a'|safe) * 2
html|urlencode
'a b/c?d=é'|urlencode
{'a b': 'c d', 'x': 1}|urlencode
[('a', 1), ('b', '/')]|urlencode
5|urlencode
{'class': 'x', 'id': none, 'title': '<'}|xmlattr
{'a b': 1}|xmlattr
{}|xmlattr
'%s-%s'|format('a', 1)
'%(a)s'|format(a=1)
'%s'|format(1, a=2)
'%.2f'|format(3.14159)
undefined_thing|default('x')
undefined_thing|d
none|default('x')
none|default('x', true)
''|default('x', boolean=true)
nested.zz|default('q')
0|default(5)
d|pprint
s|pprint
mixed|pprint
s|nope
s|upper|nope
s|upper|lower|title
""", BOTH)

# -- tests

expressions(r"""
i is odd
i is even
i is divisibleby 7
i is divisibleby(5)
i is not divisibleby 5
'x' is odd
s is defined
undefined_thing is defined
undefined_thing is undefined
d.zz is defined
d.a is defined
none is none
s is none
s is not none
true is boolean
1 is boolean
true is true
1 is true
false is false
0 is false
1 is integer
true is integer
1.0 is integer
1.0 is float
1 is number
true is number
'1' is number
'abc' is lower
'ABC' is upper
'1' is lower
5 is upper
s is string
l is string
d is mapping
l is mapping
l is sequence
s is sequence
d is sequence
5 is sequence
none is sequence
undefined_thing is sequence
(1,) is sequence
range(3) is sequence
d.items() is sequence
d.items() is iterable
l is iterable
s is iterable
5 is iterable
none is iterable
undefined_thing is iterable
(l|map('string')) is iterable
(l|map('string')) is sequence
s.upper is callable
s is callable
range is callable
none is sameas none
1 is sameas true
l is sameas l
1 is in [1]
'a' is in 'abc'
5 is not in [1]
1 is eq 1
1 is equalto 1.0
1 is ne 2
1 is lt 2
1 is lessthan 2
2 is gt 1
2 is greaterthan(1)
2 is ge 2
2 is le 2
1 is eq(1)
'a' is eq 'a'
'upper' is filter
'nope' is filter
'odd' is test
'nope' is test
s is nope
i is even and i is not odd
not i is even
i is even == true
(i is even) == true
i is sameas i
s is string and s|length > 3
1 if i is odd else 2
'x' is in(s)
l is eq [3, 1, 2]
-1 is lt 0
i is divisibleby 2 or false
""", BOTH)

# -- operators, precedence, conditions

expressions(r"""
1 + 2 * 3
(1 + 2) * 3
2 * 3 % 4
-2|abs
(-2)|abs
-i|abs
1 + 2 ~ 3
'a' ~ 1 + 2
1 ~ 2 * 3
2 ** 3 * 2
not true or true
not (true or true)
true and false or true
1 and 2
0 and 2
0 or 'x'
'' or none or 'z'
none and undefined_thing
1 if true else 2
1 if false else 2
1 if false
(1 if false) is defined
'a' if 0 else 'b' if 0 else 'c'
1 if true else undefined_thing.x
[1 if true else 2, 3]
1 + (2 if no else 3)
i > 40 and i < 50
'x' * 3 ~ 'y'
1 == 1 == 1
1 < 2 == 2
1 in [1] == true
not none
not l
l and d
[] or {} or none
(l or [])[0]
l|length > 2
l|length + 1
l|sum / l|length
'a' + 'b'|upper
('a' + 'b')|upper
'a' in l or 'b'
- - 5
-+5
not not 1
1 - -1
2 ** -1
+'x'
-'x'
-none
1 + none
none + 1
1 + 'a'
'a' + 1
'a' + none
[1] + 'a'
[1] + none
(1,) + [1]
{} + {}
'a' - 'b'
'a' * 'b'
'a' * 1.5
[1] * 'a'
none * 2
d * 2
1 / 0
1 // 0
1 % 0
1.0 / 0
1.0 // 0
1.0 % 0
1 / 0.0
0 ** -1
0.0 ** -1
1 < 'a'
none < 1
[1] < 1
d < d
none > none
[1] < ['a']
1 in 5
1 in none
1 in 'abc'
none in 'abc'
undefined_thing in [1]
1 in undefined_thing
undefined_thing == none
undefined_thing == undefined_thing
undefined_thing != 1
undefined_thing
undefined_thing.x
undefined_thing['x']
undefined_thing[0]
undefined_thing[0:1]
undefined_thing()
undefined_thing + 1
1 + undefined_thing
'a' + undefined_thing
'a' ~ undefined_thing
undefined_thing ~ 'a'
-undefined_thing
undefined_thing < 1
1 < undefined_thing
undefined_thing * 2
2 * undefined_thing
'%s' % undefined_thing
'%d' % undefined_thing
undefined_thing % 2
undefined_thing or 'x'
undefined_thing and 'x'
not undefined_thing
'yes' if undefined_thing else 'no'
undefined_thing|upper
undefined_thing|length
undefined_thing|list
undefined_thing|int
undefined_thing|float
undefined_thing|first
undefined_thing|last
undefined_thing|reverse|list
undefined_thing|sort
undefined_thing|map('upper')|list
undefined_thing|select|list
undefined_thing|replace('a', 'b')
undefined_thing|trim
undefined_thing|title
undefined_thing|abs
undefined_thing|round
undefined_thing|sum
undefined_thing|min
undefined_thing|dictsort
undefined_thing|indent
undefined_thing|truncate
undefined_thing|escape
undefined_thing|string
undefined_thing|wordcount
undefined_thing|unique|list
undefined_thing|batch(2)|list
undefined_thing|groupby('x')
undefined_thing|attr('x')
undefined_thing|format
undefined_thing|center(4)
undefined_thing|capitalize
undefined_thing|pprint
undefined_thing|urlencode
undefined_thing is string
undefined_thing is mapping
undefined_thing is none
undefined_thing is callable
undefined_thing is odd
undefined_thing.startswith('a')
d.zz.yy
d.zz + 1
l[9] + 1
s[99].x
(d.zz).x
none.strip()
5()
'x'()
none()
s.upper()()
range()
range('a')
range(1, 2, 0)
range(1.5)
range(1, 2, 3, 4)
s.upper(1)
s.replace('a')
s.split(1)
s.startswith(1)
s.join(1)
d.get()
l.index()
namespace(a=1).a
namespace(a=1).b
namespace(a=1)['a']
namespace({'a': 1}).a
namespace(1)
joiner(',')()
cycler(1, 2).next()
cycler()
""", BOTH)

expressions(r"""
l.append(1)
l.append is defined
l.pop()
l.sort()
l.extend([1])
d.update({'a': 1})
d.update
d.pop('a')
d.clear()
d.setdefault('a', 1)
{'pop': 1}.pop
{'pop': 1}['pop']
range(200000)
s.__class__.x
d.__len__()
d['__class__'].y
raise_exception('stop: ' ~ i)
raise_exception(5)
raise_exception()
strftime_now('%Y-%m-%d')
strftime_now('%d %b %Y')
strftime_now('%A, %B %d, %Y %H:%M:%S')
strftime_now('%a %b %e %I:%M %p %j %U %W %V %G %u %w %y %C')
strftime_now('%-d/%-m/%y %%')
strftime_now('%D %F %T %R %r %c %x %X')
strftime_now('%f %z %Z|%n|%t|%h')
strftime_now('')
strftime_now(5)
strftime_now('%^a %#p %_d %-H %k %l %P %s'[:23])
namespace(_x=1)
namespace(self=1).self
""")

expressions(r"""
'a1b22'|regex_replace('[0-9]+', '#')
'a1b22'|regex_replace('\d', '#', 1)
'a1b22'|regex_replace('([a-z])(\d+)', '\\2\\1')
'John Smith'|regex_replace('(?P<first>\w+) (?P<last>\w+)', '\\g<last> \\g<first>')
'[header] text'|regex_replace('\[.*?\]', '')
'aaa'|regex_replace('b*', '-')
'naïve café'|regex_replace('\w+', 'w')
'x'|regex_replace('(', '')
'a.b.c'|regex_replace('\.', ' ', count=1)
'Tab\tX'|regex_replace('\s', '\\n')
'abab'|regex_replace('(ab)\\1', 'z')
'a]b[c'|regex_replace('[][]', '-')
'a&&b'|regex_replace('[&&]', '+')
'end\n'|regex_replace('end$', 'x')
'end\n'|regex_replace('\n\Z', '')
5|regex_replace('a', 'b')
raise_exception('x')
strftime_now('%Y')
choices|default([])|length
labels.index(labels[1]) if labels is defined else s.index('W')
l.append(4)
d.update({'z': 1})
d.pop('a')
d.pop('zz', 5)
d.pop('zz')
d.setdefault('zz', 7)
l.pop()
l.pop(9)
l.remove(1)
""", ("task",))

# -- whitespace

for source in [
    "  {% if true %}  \n  x\n  {% endif %}\n  y\n",
    "a\n  {%- if true -%}  \n  x\n  {%- endif -%}\n  y\n",
    "a\n  {%+ if true +%}  \n  x\n  {%+ endif +%}\n  y\n",
    "a  {% if true %}\nb\n{% endif %}\n\nc\n\n",
    "{% for x in [1, 2] %}\n  {{ x }}\n{% endfor %}\n",
    "{% for x in [1, 2] -%}\n  {{ x }}\n{%- endfor %}\n",
    "{# comment #}\nx\n  {# indented #}\ny {#- tight -#}  \n z {#+ kept +#}\nw",
    "{{ 1 }}\n{{- 2 -}}\n  {{ 3 }}  \n{{+ 4 }}",
    "{% raw %}{{ x }} {% if %}{% endraw %}\nrest",
    "  {% raw %}  a  {% endraw %}  \nb",
    "  {%- raw -%}  a  {%- endraw -%}  \nb",
    "x {%- raw %} {{a}} {% endraw -%} y",
    "x\r\n{% if true %}\r\ny\r{% endif %}\r\nz\r\n",
    "no newline at end",
    "one newline at end\n",
    "two newlines at end\n\n",
    "\n",
    "",
    "   ",
    "\t{% if true %}\tx\t{% endif %}\t\n",
    " 　{%- if true %}x{% endif -%}　 y",
    "a\n\n\n   {%- if true %}b{% endif %}",
    "{% if true -%}\n\n  x\n\n{%- endif %}\n\ny",
    "{% set x = 1 %}\n{{ x }}\n{% set y %}\n  body\n{% endset %}\n[{{ y }}]\n",
    "{%set x=1%}{{x}}{%-set y=2-%}{{y}}",
    "{{ '{{' }}{{ '}}' }}{{ '{%' }}",
    "{{ {'a': {'b': 1}}['a']['b'] }}",
    "{{ {'a':{'b':1}} }}",
    "{{ '-' }}{{- '-' -}}{{ '-' }}",
    "{ { x } } {%% {% if true %}%}{% endif %}",
    "{{ 1 -}}  \n  {#- c -#}  \n  {{ 2 }}",
    "line\n    {% if true %}\n        deep\n    {% else %}\n    {% endif %}\nend",
    "x{% if true %}  \n{% endif %}y",
    "    {{ 1 }}\n    {% set a = 1 %}    {% set b = 2 %}\n{{ b }}",
    "{%\n  set x =\n  1\n%}\n{{\n x\n}}",
    "{% if true %}{% endif %}{# #}\n{# #}\n.",
    "{# unclosed",
    "{#",
    "{% raw %}",
    "{% raw %} x",
    "{{",
    "{% if",
    "{{ x",
    "{{ }}",
    "{{ 1 2 }}",
    "{{ 1 + }}",
    "{{ (1 }}",
    "{{ 1) }}",
    "{{ [1, 2 }}",
    "{{ 'x }}",
    "{{ a! }}",
    "{{ a ? b }}",
    "{{ $x }}",
    "{% %}",
    "{% nope %}",
    "{% endif %}",
    "{% if true %}",
    "{% if true %}{% endfor %}",
    "{% for x in [1] %}{% endif %}",
    "{% for %}{% endfor %}",
    "{% for x %}{% endfor %}",
    "{% else %}",
    "{% if true %}{% else %}{% else %}{% endif %}",
    "{% set %}",
    "{% set x %}",
    "{% set 1 = 2 %}",
    "{% set x.y = 2 %}",
    "{% set x[0] = 2 %}",
    "{% set true = 2 %}",
    "{% macro %}{% endmacro %}",
    "{% macro f(a, a) %}{% endmacro %}",
    "{% macro f(a=1, b) %}{% endmacro %}",
    "{% break %}",
    "{% for x in [1] %}{% macro f() %}{% break %}{% endmacro %}{% endfor %}",
    "{{ f(a=1, a=2) }}",
    "{{ f(a=1, 2) }}",
    "{{ f(*a, *b) }}",
    "{{ f(**a, b) }}",
    "{{ x is }}",
    "{{ x is defined is defined }}",
    "{{ x | }}",
    "{{ x. }}",
    "{{ x[] }}",
    "{{ 1.5.x }}",
    "{{ x.1 }}",
    "{{ [1, 2,] }}{{ {'a': 1,} }}{{ (1, 2,) }}{{ dict(a=1,) }}",
    "{{ [,] }}",
    "{{ 'a' if }}",
    "{{ 'a' if true else }}",
    "{{ not }}",
    "{{ a not b }}",
    "{{ x == }}",
    "{% if false %}{% include 'x' %}{% endif %}ok",
    "{% do x %}",
    "{% print 1, 2 %}",
    "{% block a %}[{{ s }}]{% endblock %}",
    "{% set q = 1 %}{% block a %}[{{ q }}]{% endblock %}{% block b scoped %}[{{ q }}]{% endblock b %}",
    "{% for x in [1, 2] %}{% block a scoped %}[{{ x }}]{% endblock %}{% endfor %}",
    "{% for x in [1, 2] %}{% block a %}[{{ x }}]{% endblock %}{% endfor %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% autoescape false %}{{ html }}{% endautoescape %}",
    "{% generation %}x{% endgeneration %}",
    "{% for x in [1, 2, 3] %}{% if x == 2 %}{% continue %}{% endif %}{{ x }}{% endfor %}",
]:
    add(source, BOTH)

# -- scopes, loops, macros

for source in [
    "{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = x + 10 %}{{ x }} {% endfor %}{{ x }}",
    "{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}",
    "{% if false %}{% set x = 2 %}{% endif %}[{{ x }}]",
    "{% if false %}{% set s = 2 %}{% endif %}[{{ s }}]",
    "{% if no %}{% set s = 2 %}{% elif yes %}{% set t = 3 %}{% else %}{% set u = 4 %}{% endif %}[{{ s }}{{ t }}{{ u }}]",
    "{% for q in [1] %}{% if no %}{% set s = 2 %}{% endif %}[{{ s }}]{% endfor %}",
    "{% for q in [1] %}{{ later }}{% endfor %}{% set later = 2 %}{{ later }}",
    "{% for q in [1] %}{{ s }}{% endfor %}{% set s = 2 %}{{ s }}",
    "{% macro m() %}{{ s }}{% endmacro %}{{ m() }}{% set s = 2 %}{{ m() }}",
    "{% macro m() %}[{{ v }}]{% endmacro %}{% set v = 1 %}{{ m() }}{% set v = 2 %}{{ m() }}",
    "{% set s %}<{{ s }}>{% endset %}{{ s }}",
    "{% set s = s ~ '!' %}{{ s }}",
    "{% for s in [1, 2] %}{{ s }}{% endfor %}{{ s }}",
    "{% for a in [1] %}{% for a in [2] %}{{ a }}{% endfor %}{{ a }}{% endfor %}[{{ a }}]",
    "{% set ns = namespace(n=0, seen=[]) %}{% for i in range(3) %}{% set ns.n = ns.n + i %}{% set ns.seen = ns.seen + [i] %}{% endfor %}{{ ns.n }} {{ ns.seen }}",
    "{% set ns = namespace() %}{% set ns.a, b = 1, 2 %}{{ ns.a }}{{ b }}",
    "{% set d.x = 1 %}",
    "{% set nope.x = 1 %}",
    "{% set ns = namespace(x=1) %}{% for q in [1] %}{% set ns.x %}block {{ q }}{% endset %}{% endfor %}{{ ns.x }}",
    "{% set ns = namespace(x=1) %}{% set ns._y = 2 %}{{ ns._y }}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}",
    "{% set a, b = [1, 2, 3] %}",
    "{% set a, b = [1] %}",
    "{% set a, b = 5 %}",
    "{% set (a, b), c = [1, 2], 3 %}{{ a }}{{ b }}{{ c }}",
    "{% set a = b = 1 %}",
    "{% set x = 1, 2 %}{{ x }}",
    "{% set x | upper %}abc{% endset %}{{ x }}",
    "{% set x | replace('a', 'b') | upper %}aa{% endset %}{{ x }}",
    "{% with %}{% set x = 1 %}{{ x }}{% endwith %}[{{ x }}]",
    "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}[{{ a }}]",
    "{% set a = 5 %}{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% filter upper %}abc {{ s }}{% endfilter %}",
    "{% filter replace('a', 'b') | upper %}aaa{% endfilter %}",
    "{% filter indent(2) %}a\nb{% endfilter %}",
    "{% set x = 1 %}{% filter upper %}{% set x = 2 %}{{ x }}{% endfilter %}{{ x }}",
    "{% filter nope %}{% endfilter %}",
    "{% for i in [] %}x{% else %}empty{% endfor %}",
    "{% for i in [1] %}x{% else %}empty{% endfor %}",
    "{% for i in nil %}x{% endfor %}",
    "{% for i in 5 %}x{% endfor %}",
    "{% for i in undefined_thing %}x{% else %}none{% endfor %}",
    "{% for c in 'aé😀' %}[{{ c }}]{% endfor %}",
    "{% for k in d %}{{ k }}{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in d|dictsort %}{{ k }}={{ v }};{% endfor %}",
    "{% for k, v in d|items %}{{ loop.index }}/{{ loop.length }}{{ k }}{% endfor %}",
    "{% for a, b in [[1, 2], [3]] %}{{ a }}{% endfor %}",
    "{% for a, b in [[1, 2, 3]] %}{{ a }}{% endfor %}",
    "{% for a, b in [1] %}{{ a }}{% endfor %}",
    "{% for a, (b, c) in [[1, [2, 3]]] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for x, in [[1], [2]] %}{{ x }}{% endfor %}",
    "{% for x in 1, 2, 3 %}{{ x }}{% endfor %}",
    "{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.depth0 }} {% endfor %}",
    "{% for x in l %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {% endfor %}",
    "{% for x in l %}{{ loop.previtem is defined }}{{ loop.nextitem is defined }} {% endfor %}",
    "{% for x in l %}{{ loop.previtem|default('-') }}{{ loop.nextitem|default('-') }} {% endfor %}",
    "{% for x in l %}{{ loop.previtem.x }}{% endfor %}",
    "{% for x in l %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for x in l %}{{ loop.cycle() }}{% endfor %}",
    "{% for x in [1, 1, 2, 2, 1] %}{{ loop.changed(x) }} {% endfor %}",
    "{% for x in l if x > 1 %}{{ x }}{{ loop.index }}/{{ loop.length }}{{ loop.last }} {% endfor %}",
    "{% for x in l if x > 5 %}x{% else %}none{% endfor %}",
    "{% for x in l if loop %}{{ x }}{% endfor %}",
    "{% for x in l if x is odd and x != 1 %}{{ x }}{% endfor %}",
    "{% for x in (l|map('string')) %}{{ x }}{{ loop.last }}{{ loop.length }}{% endfor %}",
    "{% for x in l|select('odd') %}{{ loop.revindex }}{% endfor %}",
    "{% for x in l %}{% if loop.first %}{% continue %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in l %}{% if x == 1 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{% for x in l %}{% break %}{% else %}else{% endfor %}",
    "{% for x in l %}{% continue %}{% else %}else{% endfor %}",
    "{% for x in l %}{% for y in l %}{% if y == 1 %}{% break %}{% endif %}{{ x }}{{ y }} {% endfor %}{% endfor %}",
    "{% for x in l %}{{ loop.index }}{% for y in [1, 2] %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}",
    "{% for x in l %}{% set outer = loop %}{% for y in [1, 2] %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    "{% for x in l %}{% else %}{{ loop }}{% endfor %}",
    "{% for x in l %}{{ loop }}{% endfor %}",
    "{% for x in l %}{{ loop.nope }}|{% endfor %}",
    "{% for x in l %}{{ loop(l) }}{% endfor %}",
    "{% for loop in l %}{{ loop }}{% endfor %}",
    "{% for x in l %}{% set loop = 1 %}{% endfor %}",
    "{{ loop }}",
    "{% for x in [[1, [2, [3]]], [4]] recursive %}{% if x is iterable %}({{ loop(x) }}){% else %}{{ x }}@{{ loop.depth }}{% endif %}{% endfor %}",
    "{% for n in [{'n': 'a', 'c': [{'n': 'b', 'c': []}]}] recursive %}{{ n.n }}{{ loop.depth0 }}{% if n.c %}<{{ loop(n.c) }}>{% endif %}{% endfor %}",
    "{% for x in [1, 2] recursive %}{{ x }}{% else %}none{% endfor %}{% for x in [] recursive %}{% else %}none{% endfor %}",
    "{% macro f(a, b=2, *c) %}{% endmacro %}",
    "{% macro f(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ f(1) }} {{ f(1, 3) }} {{ f(b=5, a=4) }} {{ f() }} {{ f(1, b=none) }}",
    "{% macro f(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ f(1) }}{{ f(1, 2) }}",
    "{% macro f(a) %}{{ a is defined }}{{ a }}{% endmacro %}{{ f() }}",
    "{% macro f(a) %}{{ a.x }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ f(1, 2, x=3) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, b=2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, a=2) }}",
    "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(*[1]) }}{{ f(**{'a': 2}) }}",
    "{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}body{% endcall %}",
    "{% macro f() %}{{ caller(1, 2) }}{% endmacro %}{% call(a, b) f() %}{{ a }}+{{ b }}{% endcall %}",
    "{% macro f() %}{{ caller(1) }}{% endmacro %}{% call(a, b=9) f() %}{{ a }}+{{ b }}{% endcall %}",
    "{% macro f() %}{{ caller() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}x{% endmacro %}{% call f() %}body{% endcall %}",
    "{% macro f() %}{% if caller is defined %}{{ caller() }}{% else %}none{% endif %}{% endmacro %}{{ f() }}{% call f() %}b{% endcall %}",
    "{% macro f(caller) %}{{ caller() }}{% endmacro %}",
    "{% call s.upper() %}{% endcall %}",
    "{% call s %}{% endcall %}",
    "{% for x in [1, 2] %}{% call(y) f() %}{{ x }}{{ y }}{% endcall %}{% endfor %}",
    "{% macro outer() %}{% macro inner(x) %}<{{ x }}>{% endmacro %}{{ inner(1) }}{{ inner(2) }}{% endmacro %}{{ outer() }}",
    "{% macro fact(n) %}{% if n <= 1 %}1{% else %}{{ n * fact(n - 1)|int }}{% endif %}{% endmacro %}{{ fact(10) }}",
    "{% macro f() %}{% set x = 5 %}{{ x }}{% endmacro %}{{ f() }}[{{ x }}]",
    "{{ f() }}{% macro f() %}x{% endmacro %}",
    "{% if true %}{% macro f() %}x{% endmacro %}{% endif %}{{ f() }}",
    "{% for x in [1] %}{% macro f() %}x{{ x }}{% endmacro %}{{ f() }}{% endfor %}{{ f is defined }}",
    "{% macro f(a, b=1) %}{% endmacro %}{{ f.name }}{{ f.arguments }}{{ f.catch_kwargs }}{{ f.catch_varargs }}{{ f.caller }}{{ f }}",
    "{% macro f(x) %}{{ x }}{% endmacro %}{{ [1, 2]|map('string')|map('upper')|join }}{{ f(1)|upper }}{{ f(2) ~ f(3) }}{{ f('<')|length }}",
    "{% macro f() %}  a  {% endmacro %}[{{ f()|trim }}][{{ f().strip() }}]",
    "{% set f = s.upper %}{{ f() }}",
    "{% set g = l|map('string') %}{{ g|list }}{{ g|list }}",
    "{% set g = l|map('string') %}{{ g|first }}{{ g|list }}",
    "{% set g = l|select('odd') %}{{ 1 in g }}{{ g|list }}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }}",
    "{% set j = joiner() %}{% for x in l %}{{ j() }}{{ x }}{% endfor %}",
    "{% set j = joiner('|') %}{% for x in l %}{{ j() }}{{ x }}{% endfor %}",
    "{{ undefined_thing }}{% if undefined_thing %}a{% endif %}{% if not undefined_thing %}b{% endif %}",
    "{% if undefined_thing is defined and undefined_thing.x %}a{% else %}b{% endif %}",
    "{% if s is string and s|length > 3 and 'W' in s %}ok{% endif %}",
    "{% if 1 == 2 %}a{% elif 2 == 2 %}b{% elif 3 == 3 %}c{% else %}d{% endif %}",
    "{% if false %}{{ s|nope }}{% endif %}ok",
    "{% if true %}{{ s|nope }}{% endif %}ok",
    "{% if false %}{% for x in l %}{{ s|nope }}{% endfor %}{% endif %}ok",
    "{{ s|nope if false else 'ok' }}",
    "{{ 'ok' if s is string else s is nope }}",
    "{% if false %}{{ s is nope }}{% endif %}ok",
    "{% for i in range(3) %}{{ i }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for i in range(3) %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}",
    "{% for i in range(2) %}{% set x = i %}{% endfor %}[{{ x }}]",
    "{% for i in range(2) %}{% set x %}{{ i }}{% endset %}{{ x }}{% endfor %}",
    "{% for i in range(2) %}{% with x = i %}{{ x }}{% set y = x %}{% endwith %}[{{ y }}]{% endfor %}",
    "{% generation %}{% set q = 1 %}{{ q }}{{ s }}{% endgeneration %}[{{ q }}]",
    "{% for i in range(2) %}{% generation %}{{ i }}{{ loop.index }}{% endgeneration %}{% endfor %}",
    "{% set x = [] %}{% for i in range(3) %}{% set x = x + [i] %}{% endfor %}{{ x }}",
    "{% set _ = l.append(4) %}{{ l }}",
    "{% set _ = d.update({'q': 1}) %}{{ d }}",
    "{% set x = l %}{% set _ = x.pop() %}{{ l }}{{ x }}",
    "{{ l.sort() }}{{ l }}{{ l.reverse() }}{{ l }}{{ l.insert(0, 'z') }}{{ l }}{{ l.extend('ab') }}{{ l }}{{ l.remove('z') }}{{ l.clear() }}{{ l }}",
    "{{ d.popitem() }}{{ d.setdefault('b', 9) }}{{ d.clear() }}{{ d }}",
    "{{ caller }}{{ varargs }}{{ kwargs }}",
    "{% macro m(x) %}{{ kwargs }}{% endmacro %}{{ m(1, **{'b c': 2}) }}",
    "{{ dict(**{'a': 1}) }}{{ dict(a=1, **{'a': 2}) }}",
    "{{ range(*[1, 4])|list }}",
    "{{ s.split(*[', ']) }}",
    "{{ '%s' % (1, 2)|first }}",
    "{{ (1, 2)|length }}{{ 1, 2|length }}",
    "{% set msgs = messages[1:] %}{{ msgs|length }}{{ messages[0]['role'] == 'system' }}",
    "{% set system = messages[0].content if messages[0].role == 'system' else 'none' %}{{ system }}",
    "{{ messages | selectattr('role', 'equalto', 'user') | list | length }}",
    "{{ (messages | selectattr('role', 'equalto', 'user') | list)[-1].content[0].text }}",
    "{{ messages | map(attribute='role') | join(',') }}",
    "{{ messages[2].tool_calls[0].function.arguments | tojson }}",
    "{{ messages[2]['tool_calls'][0]['function']['arguments'].items() | list }}",
    "{% for k, v in messages[2].tool_calls[0].function.arguments.items() %}{{ k }}: {{ v if v is string else v | tojson }}\n{% endfor %}",
    "{{ messages[1].content | trim }}|{{ messages[1]['content'].strip() }}",
    "{{ messages[9].content }}",
    "{{ messages[0].nope.nope }}",
    "{{ messages[-1].content is string }}{{ messages[-1].content is iterable }}{{ messages[-1].content is mapping }}",
]:
    add(source, BOTH)

# -- chat templates of our own, in the style of public ones

TEMPLATES = {
    "chatml": """{%- if tools %}
    {{- '<|im_start|>system\\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\\n\\n' }}
    {%- endif %}
    {{- "# Tools\\n\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools><|im_end|>\\n" }}
{%- elif messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set reasoning = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index and (loop.last or reasoning) %}
            {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}
            {%- for call in message.tool_calls %}
                {%- if (loop.first and content) or (not loop.first) %}{{- '\\n' }}{%- endif %}
                {%- if call.function %}{%- set call = call.function %}{%- endif %}
                {{- '<tool_call>\\n{"name": "' + call.name + '", "arguments": ' }}
                {%- if call.arguments is string %}{{- call.arguments }}{%- else %}{{- call.arguments | tojson }}{%- endif %}
                {{- '}\\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|im_start|>user' }}{%- endif %}
        {{- '\\n<tool_response>\\n' + content + '\\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|im_end|>\\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}
""",
    "inst": """{{ bos_token }}{% set loop_messages = messages %}{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'].strip() + '\\n\\n' %}{% else %}{% set system_message = '' %}{% endif %}
{% for message in loop_messages %}
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
{{ raise_exception('Roles must alternate user/assistant, not ' + message['role'] + ' at ' ~ loop.index0) }}
{% endif %}
{% if message['role'] == 'user' %}
{{ '[INST] ' + (system_message if loop.first else '') + message['content'] + ' [/INST]' }}
{% elif message['role'] == 'assistant' %}
{{ ' ' + message['content'] | trim + eos_token }}
{% else %}
{{ raise_exception('Only user and assistant roles are supported!') }}
{% endif %}
{% endfor %}
""",
    "dated": """{{- bos_token }}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start|>system<|end|>\\n\\nToday: " + date_string + "\\n\\n" }}
{%- if tools is not none %}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system_message + "<|eot|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start|>' + message['role'] + '<|end|>\\n\\n'+ (message['content'] | trim if message['content'] is string else message['content'] | selectattr('type', 'equalto', 'text') | map(attribute='text') | join('')) + '<|eot|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("This model only supports single tool-calls at once!") }}
        {%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {{- '{"name": "' + tool_call.name + '", "parameters": ' + (tool_call.arguments | tojson) + "}<|eot|>" }}
    {%- else %}
        {{- "<|start|>ipython<|end|>\\n\\n" + (message.content | tojson if message.content is mapping or message.content is iterable else message.content) }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start|>assistant<|end|>\\n\\n' }}{%- endif %}
""",
    "turns": """{%- macro content_of(message, keep=false) -%}
    {%- if message['content'] is string -%}
        {{- message['content'] | trim -}}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{- '<image>' -}}
            {%- elif item['type'] == 'text' -%}
                {{- item['text'] | trim -}}
            {%- endif -%}
        {%- endfor -%}
    {%- elif message['content'] is defined -%}
        {{- raise_exception("Invalid content type") -}}
    {%- endif -%}
{%- endmacro -%}
{%- macro describe(name, schema, depth=0) -%}
{{ '  ' * depth }}{{ name }}: {{ schema.type | default('any') | upper }}{% if schema.enum is defined %} in {{ schema.enum | map('tojson') | join(' | ') }}{% endif %}
{% if schema.properties is mapping %}{% for key, value in schema.properties | dictsort %}{{ describe(key, value, depth + 1) }}{% endfor %}{% endif %}
{%- endmacro -%}
{{ bos_token }}
{%- for tool in tools or [] %}
{{ describe(tool.function.name, tool.function.parameters) }}
{%- endfor %}
{%- set last = namespace(role=none) -%}
{%- for message in messages -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {%- if role == last.role -%}{{ raise_exception("Conversation roles must alternate") }}{%- endif -%}
    {%- set last.role = role -%}
    {{ '<start_of_turn>' + role + '\\n' }}
    {%- if role == 'model' -%}
        {% generation %}{{ content_of(message) }}<end_of_turn>{% endgeneration %}
    {%- else -%}
        {{ content_of(message) + '<end_of_turn>' }}
    {%- endif -%}
    {{ '\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\\n'}}
{%- endif -%}
""",
}

TOOLS = [
    {"type": "function", "function": {"name": "get_weather", "description": "Weather <now> & \"then\" für é", "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "where"}, "unit": {"type": "string", "enum": ["C", "F"]}, "at": {"type": "object", "properties": {"lat": {"type": "number", "minimum": -90.0}, "lon": {"type": "number"}}}}, "required": ["city"]}}},
    {"type": "function", "function": {"name": "noop", "parameters": {"type": "object", "properties": {}}}},
]

CONVERSATIONS = [
    [{"role": "user", "content": "  Hi there  "}],
    [{"role": "system", "content": " Be brief.\n"}, {"role": "user", "content": "1+1?"}, {"role": "assistant", "content": "<think>\neasy\n</think>\n\n2"}, {"role": "user", "content": "😀 2+2?"}],
    [{"role": "user", "content": "Weather?"}, {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "get_weather", "arguments": {"city": "Zürich", "unit": "C"}}}]}, {"role": "tool", "content": "{\"t\": 21.5}"}, {"role": "tool", "content": "ok"}, {"role": "assistant", "content": "21.5 degrees.", "reasoning_content": "read it"}],
    [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": " What is this? "}]}, {"role": "assistant", "content": "A cat."}],
    [{"role": "assistant", "content": "I start."}, {"role": "user", "content": "No."}],
    [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
    [{"role": "user"}],
    [{"role": "user", "content": 5}],
]

for template in TEMPLATES.values():
    for conversation in CONVERSATIONS:
        for more in [{"add_generation_prompt": True, "tools": None}, {"add_generation_prompt": False, "tools": TOOLS, "enable_thinking": False}]:
            add(template, variables={"messages": conversation, "bos_token": "<s>", "eos_token": "</s>", **more})

# -- task files

DOC = {"question": " What is 2+2? ", "choices": ["3", "4", "it's", 'a "b"'], "answer": 1, "labels": ["A", "B", "C", "D"], "passage": "Line one.\nLine two.", "options": {"text": ["x", "y"], "label": ["A", "B"]}, "empty": "", "score": 0.5}

for source in [
    "Question: {{question}}\nAnswer:",
    "Question: {{question.strip()}}\nA. {{choices[0]}}\nB. {{choices[1]}}\nAnswer:",
    "{{choices}}",
    "{{labels}}",
    "{{labels.index(labels[answer])}}",
    "{{answer}}",
    "{{choices[answer]}}",
    "{{['A', 'B', 'C', 'D'][answer]}}",
    "{{options.text}}",
    "{{options.label.index('B')}}",
    "質問：{{question}}\n選択肢：{{choices | join('、')}}\n回答：",
    "{{ question.strip() }}\n{% for c in choices %}{{labels[loop.index0]}}. {{c}}\n{% endfor %}Answer:",
    "{%- for c in choices %}\n{{ loop.index }}) {{ c }}\n{%- endfor %}\n",
    "{% set n = 'a' if answer == 0 else 'b' %}{{n}}\n",
    "{{passage|trim}}\nQ: {{question}}\n",
    "{{'Yes' if score > 0.4 else 'No'}}",
    "{{missing}}",
    "{{ missing|default('none') }}",
    "{% if missing %}x{% endif %}",
    "{% if missing is defined %}x{% else %}y{% endif %}",
    "{{ question|regex_replace('\\\\s+', ' ') }}",
    "{{choices|map('upper')|list}}",
    "{{choices|tojson}}",
    "{% set letters = [] %}{% for c in choices %}{% set _ = letters.append(loop.index) %}{% endfor %}{{ letters }}",
    "{{doc}}",
    "{% for k, v in options.items() %}{{k}}: {{v|join(', ')}}; {% endfor %}",
    "{{question|capitalize}}{{empty}}|\n\n",
    "{{[question, choices[0]]|join('\\n')}}",
    "{{ {0: 'no', 1: 'yes'}[answer] }}",
    "{{\"ABCD\"[answer]}}",
]:
    add(source, ("task",), variables=DOC)
