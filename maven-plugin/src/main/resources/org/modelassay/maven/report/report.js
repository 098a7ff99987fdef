
'use strict';
// The page is complete without this: here columns become sortable, and print shows what is folded.
for (const table of document.querySelectorAll('table.sortable')) {
  const head = table.tHead.rows[0];
  [...head.cells].forEach((th, column) => {
    // Values of different metrics have no order among each other.
    if (th.classList.contains('still')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener('click', () => {
      const down = th.getAttribute('aria-sort') === 'ascending';
      for (const other of head.cells) other.removeAttribute('aria-sort');
      th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      const rows = [...body.rows].filter(row => !row.classList.contains('more'));
      const last = [...body.rows].filter(row => row.classList.contains('more'));
      const key = row => {
        const cell = row.cells[column];
        return cell.dataset.by ?? cell.textContent.trim();
      };
      const number = rows.every(row => key(row) === '' || !Number.isNaN(Number(key(row))));
      rows.sort((a, b) => {
        const x = key(a), y = key(b);
        // What has no number stands last, whichever way.
        if ((x === '') !== (y === '')) return x === '' ? 1 : -1;
        const order = number ? Number(x) - Number(y) : x.localeCompare(y);
        return down ? -order : order;
      });
      body.append(...rows, ...last);
    });
  });
}
let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open])')];
  for (const each of folded) each.open = true;
});
addEventListener('afterprint', () => {
  for (const each of folded) each.open = false;
});
