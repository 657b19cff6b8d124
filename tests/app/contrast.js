// Every text of every picture on the page against what lies behind it: how many were looked at, and which are too faint.
() => {
  document.head.insertAdjacentHTML('beforeend', '<style>svg, svg * { pointer-events: auto !important }</style>');
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (text) => {
    probe.clearRect(0, 0, 1, 1); probe.fillStyle = text; probe.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data;
    return a ? [r, g, b, a / 255] : [0, 0, 0, 0];
  };
  const over = (top, under) => [0, 1, 2].map((k) => top[3] * top[k] + (1 - top[3]) * under[k]);
  const faint = (node) => { let a = 1; for (let n = node; n?.nodeType === 1; n = n.parentNode) a *= Number(getComputedStyle(n).opacity); return a; };
  const paint = (node) => {
    const style = getComputedStyle(node);
    if (!(node instanceof SVGElement)) return rgba(style.backgroundColor);
    if (!(node instanceof SVGGeometryElement) || style.fill === 'none' || style.visibility === 'hidden') return [0, 0, 0, 0];
    const found = rgba(style.fill);
    found[3] *= Number(style.fillOpacity) * faint(node);
    return found;
  };
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((sum, w, k) => sum + w * ((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))(c[k] / 255), 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const texts = [], look = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.shadowRoot) { node.shadowRoot.append(Object.assign(document.createElement('style'), { textContent: 'svg, svg * { pointer-events: auto !important }' })); look(node.shadowRoot); }
      if (node.tagName === 'text' && node.textContent.trim() && node.closest('svg.marks, .stage svg')) texts.push(node);
    }
  };
  look(document);
  const wrong = [];
  let n = 0;
  for (const text of texts) {
    const box = text.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const style = getComputedStyle(text), alpha = faint(text) * Number(style.fillOpacity);
    if (!box.width || alpha < 0.05 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
    const root = text.getRootNode();
    const stack = [...new Set([...root.elementsFromPoint(x, y), ...document.elementsFromPoint(x, y)])].filter((e) => e.tagName !== 'text' && e.tagName !== 'tspan');
    let ground = rgba(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor);
    for (const behind of stack.reverse()) ground = over(paint(behind), ground);
    const ink = rgba(style.fill);
    const found = ratio(over([...ink.slice(0, 3), ink[3] * alpha], ground), ground);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    n += 1;
    if (found < (large ? 3 : 4.5) - 0.01) wrong.push(`${text.textContent.trim().slice(0, 40)}: ${found.toFixed(2)} of ${style.fill} on ${ground.map(Math.round)}`);
  }
  return { n, wrong: [...new Set(wrong)] };
}
