'use strict';
(function () {
  // As numbered in the data: of placements 0 to 3, of ranges all.
  const KINDS = ['exact', 'ambiguous', 'another build', 'declared', 'own objects', 'padding', "linker's own", 'data',
    'unexplained'];
  const ROWS = 200;
  const number = new Intl.NumberFormat('en');
  const binaries = Array.from(document.querySelectorAll('#binaries tr[data-artifact]'));
  const details = Array.from(document.querySelectorAll('details.artifact'));
  const findings = Array.from(document.querySelectorAll('section > .findings > li'));
  const query = document.getElementById('q');
  const count = document.getElementById('count');
  const cache = [];

  function make(name, attributes, text) {
    const element = document.createElement(name);
    for (const key in attributes || {}) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /** The data of a binary, read once: its members, each with its placements, the largest first. */
  function model(index) {
    if (cache[index]) return cache[index];
    const data = JSON.parse(document.getElementById('data-' + index).textContent);
    const members = [];
    for (let i = 0; i < data.members.length; i += 2) {
      const archive = data.members[i];
      const path = data.archives[2 * archive];
      const file = path.substring(path.lastIndexOf('/') + 1);
      members.push({component: data.archives[2 * archive + 1], archive: path, name: file + '(' + data.members[i + 1] + ')',
        short: data.members[i + 1], code: 0, data: 0, kind: 0, placements: []});
    }
    const p = data.placements;
    for (let i = 0; i < p.length; i += 5) {
      const member = members[p[i]];
      const kind = p[i + 4] & 7;
      const place = {section: data.sections[p[i + 1]], at: p[i + 2], size: p[i + 3], kind: kind, code: p[i + 4] < 8,
        member: member};
      member.placements.push(place);
      if (place.code) member.code += place.size; else member.data += place.size;
      member.kind = Math.max(member.kind, kind);
    }
    members.sort((a, b) => b.code - a.code || b.data - a.data || (a.name < b.name ? -1 : 1));
    const rest = [];
    const ranges = [];
    for (let i = 0; i < data.ranges.length; i += 3) {
      const kind = data.ranges[i + 2];
      ranges.push({at: data.ranges[i], size: data.ranges[i + 1], kind: kind});
      if (kind > 2) rest[kind] = (rest[kind] || 0) + data.ranges[i + 1];
    }
    const places = members.flatMap(m => m.placements).sort((a, b) => a.at - b.at);
    const text = members.map(m => m.component + ' ' + m.name).join('\n').toLowerCase();
    return cache[index] = {base: BigInt('0x' + data.base), members: members, places: places, ranges: ranges, rest: rest,
      text: text};
  }

  function address(m, at) {
    return '0x' + (m.base + BigInt(at)).toString(16);
  }

  /** Rectangles of areas in proportion, as square as can be (Bruls, Huizing, van Wijk: Squarified Treemaps). */
  function squarify(items, x, y, w, h, put) {
    let total = items.reduce((sum, item) => sum + item.size, 0);
    let i = 0;
    while (i < items.length && w > 0 && h > 0) {
      const side = Math.min(w, h);
      const scale = w * h / total;
      let row = 0, worst = Infinity, end = i;
      while (end < items.length) {
        const next = row + items[end].size;
        const thick = next * scale / side;
        const ratio = Math.max(thick / (items[end].size * scale / thick), (items[i].size * scale / thick) / thick);
        if (ratio > worst) break;
        worst = ratio;
        row = next;
        end++;
      }
      const thick = row * scale / side;
      let along = 0;
      for (; i < end; i++) {
        const long = items[i].size * scale / thick;
        if (w >= h) put(items[i], x, y + along, thick, long); else put(items[i], x + along, y, long, thick);
        along += long;
      }
      if (w >= h) { x += thick; w -= thick; } else { y += thick; h -= thick; }
      total -= row;
    }
  }

  function grouped(members, key) {
    const groups = new Map();
    for (const m of members) {
      if (!groups.has(m[key])) groups.set(m[key], {name: m[key], size: 0, members: []});
      const g = groups.get(m[key]);
      g.size += m.code;
      g.members.push(m);
    }
    return Array.from(groups.values()).sort((a, b) => b.size - a.size);
  }

  class Picture {
    constructor(index, place) {
      this.m = model(index);
      this.place = place;
      this.shown = ROWS;
      this.filter = '';
      place.textContent = '';
      if (this.m.members.length === 0) {
        place.append(make('p', {}, 'Nothing of it was found in references: there is nothing to draw.'));
        return;
      }
      place.append(make('h4', {}, 'Where its code comes from'), this.legend());
      this.map = make('div', {class: 'treemap', role: 'group',
        'aria-label': 'Components, archives and members by size; arrow keys move, Enter shows a member in the table'});
      place.append(this.map);
      this.strip = make('canvas', {class: 'strip', role: 'img',
        'aria-label': 'The address space from ' + address(this.m, 0) + ' on, coloured as above, data in the lower half; the table lists the same'});
      this.axis = make('div', {class: 'axis', 'aria-hidden': 'true'});
      place.append(make('h4', {}, 'Address space'), this.strip, this.axis);
      this.where = make('p', {class: 'where', 'aria-live': 'polite'},
        'Choose a member: in the treemap, in the strip or in the list below.');
      place.append(this.where);
      this.table();
      this.drawMap();
      this.drawStrip();
      this.strip.addEventListener('click', e => this.pick(e));
      this.map.addEventListener('keydown', e => this.move(e));
    }

    legend() {
      const list = make('ul', {class: 'legend'});
      const sizes = this.m.rest.slice();
      this.m.members.forEach(m => { sizes[m.kind] = (sizes[m.kind] || 0) + m.code; });
      KINDS.forEach((word, kind) => {
        if (!sizes[kind]) return;
        const item = make('li');
        item.append(make('i', {class: 'k' + kind}), word + ' ' + number.format(sizes[kind]) + ' B');
        list.append(item);
      });
      return list;
    }

    drawMap() {
      const box = this.map.getBoundingClientRect();
      this.map.textContent = '';
      this.tiles = [];
      const items = grouped(this.m.members.filter(m => m.code > 0), 'component');
      this.m.rest.forEach((size, kind) => items.push({name: KINDS[kind], size: size, kind: kind}));
      items.sort((a, b) => b.size - a.size);
      squarify(items.filter(i => i.size > 0), 0, 0, box.width, box.height, (item, x, y, w, h) => {
        if (item.members) this.group(item, x, y, w, h, 0); else this.tile(item, x, y, w, h, item.kind);
      });
      if (this.tiles.length) this.tiles[0].tabIndex = 0;
    }

    group(item, x, y, w, h, level) {
      const head = w > 60 && h > 40 ? 18 : 0;
      if (head) {
        const title = make('div', {class: 'group', 'aria-hidden': 'true'},
          item.name.substring(item.name.lastIndexOf('/') + 1) + (w > 160 ? ' ' + number.format(item.size) + ' B' : ''));
        Object.assign(title.style, {left: x + 'px', top: y + 'px', width: w + 'px', height: head + 'px'});
        this.map.append(title);
      }
      const inner = level === 0 ? grouped(item.members, 'archive') : item.members.map(m => ({name: m.name, size: m.code, member: m}));
      squarify(inner, x, y + head, w, h - head, (sub, sx, sy, sw, sh) => {
        if (sub.members && inner.length > 1) this.group(sub, sx, sy, sw, sh, 1);
        else if (sub.members) this.members(sub, sx, sy, sw, sh);
        else this.tile(sub, sx, sy, sw, sh, sub.member.kind);
      });
    }

    members(item, x, y, w, h) {
      squarify(item.members.map(m => ({name: m.name, size: m.code, member: m})), x, y, w, h,
        (sub, sx, sy, sw, sh) => this.tile(sub, sx, sy, sw, sh, sub.member.kind));
    }

    tile(item, x, y, w, h, kind) {
      const what = item.name + ', ' + number.format(item.size) + ' bytes, ' + KINDS[kind];
      const tile = make('button', {type: 'button', class: 'k' + kind, tabindex: '-1', 'aria-label': what, title: what,
        'aria-pressed': 'false'}, w > 40 && h > 14 ? (item.member ? item.member.short : item.name) : undefined);
      Object.assign(tile.style, {left: x + 'px', top: y + 'px', width: w + 'px', height: h + 'px'});
      if (item.member) {
        tile.addEventListener('click', () => this.choose(item.member));
        item.member.tile = tile;
      } else {
        tile.addEventListener('click', () => { this.where.textContent = what; });
      }
      this.tiles.push(tile);
      this.map.append(tile);
    }

    move(event) {
      const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      const at = this.tiles.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      const next = this.tiles[(at + step + this.tiles.length) % this.tiles.length];
      this.tiles[at].tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }

    drawStrip() {
      const ratio = window.devicePixelRatio || 1;
      const width = this.strip.width = Math.max(1, Math.round(this.strip.clientWidth * ratio));
      const height = this.strip.height = Math.max(1, Math.round(this.strip.clientHeight * ratio));
      const context = this.strip.getContext('2d');
      const style = getComputedStyle(document.documentElement);
      const colours = ['exact', 'ambiguous', 'code', 'declared', 'own', 'padding', 'linker', 'data', 'unexplained']
        .map(name => style.getPropertyValue('--' + name));
      const all = this.m.ranges.concat(this.m.places.filter(p => !p.code || p.kind));
      this.end = all.reduce((end, one) => Math.max(end, one.at + one.size), 1);
      this.axis.replaceChildren(...[0, 0.25, 0.5, 0.75, 1].map(
        part => make('span', {}, address(this.m, Math.floor(part * this.end)))));
      for (const one of all) {
        context.fillStyle = colours[one.kind];
        const x = one.at / this.end * width;
        const top = one.code === false ? height / 2 : 0;
        context.fillRect(x, top, Math.max(one.size / this.end * width, 0.5), height - top);
      }
      if (this.chosen) {
        context.fillStyle = style.getPropertyValue('--fg');
        for (const p of this.chosen.placements) context.fillRect(p.at / this.end * width - ratio, 0, 2 * ratio, height);
      }
    }

    pick(event) {
      const at = event.offsetX / this.strip.clientWidth * this.end;
      let low = 0, high = this.m.places.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.m.places[middle].at <= at) low = middle + 1; else high = middle;
      }
      const place = this.m.places[low - 1];
      if (place && at < place.at + Math.max(place.size, this.end / this.strip.clientWidth)) this.choose(place.member);
      else this.where.textContent = address(this.m, Math.floor(at)) + ': explained by no reference';
    }

    choose(member) {
      if (this.chosen) {
        if (this.chosen.tile) this.chosen.tile.setAttribute('aria-pressed', 'false');
      }
      this.chosen = member;
      if (member.tile) member.tile.setAttribute('aria-pressed', 'true');
      this.where.textContent = member.name + ' of ' + member.component + ': ' + member.placements.slice(0, 8)
        .map(p => p.section + ' at ' + address(this.m, p.at) + ', ' + number.format(p.size) + ' bytes').join('; ')
        + (member.placements.length > 8 ? '; and ' + (member.placements.length - 8) + ' more' : '');
      this.drawStrip();
      let at = this.matching.indexOf(member);
      if (at < 0) {
        this.filter = '';
        this.fill();
        at = this.matching.indexOf(member);
      }
      this.shown = Math.max(this.shown, at + 1);
      this.rows();
      // The list scrolls in its own box: the page, and the picture that was clicked, stay where they are.
      const row = this.body.children[at];
      const list = this.list;
      list.scrollTop += row.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 2;
    }

    table() {
      const scroll = make('div', {class: 'scroll listing', tabindex: '0', role: 'region', 'aria-label': 'Members'});
      const table = make('table', {class: 'members'});
      const head = make('tr');
      [['Member'], ['Component'], ['Address'], ['Code, bytes', 'n'], ['Data, bytes', 'n'], ['Evidence']].forEach(c =>
        head.append(make('th', c[1] ? {scope: 'col', class: c[1]} : {scope: 'col'}, c[0])));
      const top = make('thead');
      top.append(head);
      this.body = make('tbody');
      table.append(top, this.body);
      scroll.append(table);
      this.more = make('button', {type: 'button', class: 'more'});
      this.more.addEventListener('click', () => { this.shown += 1000; this.rows(); });
      this.list = scroll;
      this.place.append(make('h4', {}, 'Members'), scroll, this.more);
      this.fill();
    }

    search(words) {
      if (!this.body || words === this.filter) return;
      this.filter = words;
      this.shown = ROWS;
      this.fill();
    }

    fill() {
      const all = this.m.members;
      const found = this.filter ? all.filter(m => (m.component + ' ' + m.name).toLowerCase().includes(this.filter)) : all;
      // A search for the file's own name is for no member.
      this.matching = found.length ? found : all;
      this.rows();
    }

    rows() {
      const rows = this.matching.slice(0, this.shown).map(m => {
        const row = make('tr', m === this.chosen ? {class: 'chosen'} : {});
        const cell = make('th', {scope: 'row'});
        const button = make('button', {type: 'button'}, m.name);
        button.addEventListener('click', () => this.choose(m));
        cell.append(button);
        row.append(cell, make('td', {}, m.component), make('td', {}, address(this.m, m.placements[0].at)),
          make('td', {class: 'n'}, number.format(m.code)), make('td', {class: 'n'}, number.format(m.data)),
          make('td', {}, KINDS[m.kind]));
        return row;
      });
      this.body.replaceChildren(...rows);
      const left = this.matching.length - rows.length;
      this.more.hidden = left <= 0;
      this.more.textContent = 'Show ' + Math.min(left, 1000) + ' more of ' + left;
    }
  }

  const pictures = new Map();
  function draw(detail) {
    if (!detail.open || pictures.has(detail)) return;
    const picture = new Picture(Number(detail.dataset.artifact), detail.querySelector('.picture'));
    pictures.set(detail, picture);
    picture.search(query.value.trim().toLowerCase());
  }
  details.forEach(detail => detail.addEventListener('toggle', () => draw(detail)));

  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.substring(1)));
    if (!target) return;
    const detail = target.closest('details');
    if (detail) {
      detail.open = true;
      if (detail.classList.contains('artifact')) draw(detail);
      detail.querySelector('summary').focus({preventScroll: true});
      detail.scrollIntoView();
    }
  }
  window.addEventListener('hashchange', reveal);
  document.addEventListener('click', e => {
    const link = e.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) reveal();
  });

  const texts = details.map(detail => Array.from(detail.querySelectorAll('summary, p, table, .findings'))
    .map(e => e.textContent).join('\n').toLowerCase());
  function apply() {
    const words = query.value.trim().toLowerCase();
    const verdicts = new Set(Array.from(document.querySelectorAll('input[name=verdict]:checked')).map(box => box.value));
    let visible = 0;
    binaries.forEach((row, i) => {
      const found = verdicts.has(row.dataset.verdict) && (!words || texts[i].includes(words) || model(i).text.includes(words));
      row.hidden = details[i].hidden = !found;
      if (found) visible++;
    });
    document.querySelectorAll('#binaries tbody').forEach(group => {
      const rows = Array.from(group.querySelectorAll('tr[data-artifact]'));
      group.hidden = rows.length > 0 && rows.every(row => row.hidden);
    });
    findings.forEach(finding => { finding.hidden = words !== '' && !finding.textContent.toLowerCase().includes(words); });
    pictures.forEach(picture => picture.search(words));
    count.textContent = visible + ' of ' + binaries.length + (binaries.length === 1 ? ' binary shown' : ' binaries shown');
  }
  let pending = 0;
  query.addEventListener('input', () => { clearTimeout(pending); pending = setTimeout(apply, 80); });
  document.getElementById('filters').addEventListener('submit', e => { e.preventDefault(); apply(); });
  document.querySelectorAll('input[name=verdict]').forEach(box => box.addEventListener('change', apply));

  let resizing = 0;
  function redraw() {
    pictures.forEach(picture => { if (picture.map) { picture.drawMap(); picture.drawStrip(); } });
  }
  window.addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(redraw, 150); });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.addEventListener('beforeprint', () => details.forEach(detail => { if (!detail.hidden) detail.open = true; }));
  if (details.length === 1) { details[0].open = true; draw(details[0]); }
  apply();
  reveal();
}());
