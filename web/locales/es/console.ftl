## La consola de intérpretes.

console-live = Micrófono abierto
console-muted = Silenciado por usted
console-waiting = Micrófono en espera
console-signals = Señales
console-shortcuts = Usar las teclas que se ven en los botones
ways = Entrada y salida
ways-in = Oye
ways-out = Habla
ways-from = desde: { $where }
ways-to = por: { $where }
ways-floor = la sala
ways-turn = Cambiar dirección
ways-take = Tomar el micrófono
ways-input = Oír desde
ways-input-automatic = Automático
mate = Cabina
mate-none = Trabaja a solas en esta cabina.
mate-away = { $who }: sin conexión.
mate-active = { $who }: con el micrófono.
mate-ready = { $who }: en espera.
mate-asks = Le piden el relevo.
mate-asked = Pidió el relevo. Espere la respuesta.
mate-ask = Pedir relevo
mate-accept = Aceptar relevo
mate-refuse = Ahora no
mate-take-over = Relevar ya
turn-fine = { $minutes ->
    [one] { $minutes } minuto con el micrófono.
   *[other] { $minutes } minutos con el micrófono.
  }
turn-long = { $minutes } minutos con el micrófono: conviene pensar en el relevo.
turn-over = { $minutes } minutos con el micrófono: es hora del relevo o de una pausa.
