## La página de quien declara. Frases cortas, sin palabras de oficina.

witness-dont-understand = No entiendo
witness-break = Quiero una pausa
witness-stopped = Todo está detenido. Nadie le oye ni le ve. Usted decide.
witness-resume-asked = Preguntan si quiere seguir. No hay prisa.
witness-speaks = Habla: { $who }
witness-oath = ¿Va a decir la verdad?
witness-variety = ¿Entiende a quien interpreta?
lobby = Sala de espera
lobby-witness = Está en el lugar correcto
lobby-next = Le dejarán pasar en un momento. No hace falta que haga nada.
lobby-next-witness = Espere aquí, con calma. Le avisamos cuando empiece. Puede parar cuando quiera.
lobby-starts = { $day }, a las { $time }
lobby-who = ¿Quién va a estar?
lobby-silent = Todavía nadie le oye ni le ve.
ended-closed = La audiencia terminó
ended-closed-then = Gracias. Ya puede cerrar esta página.
ended-removed = Usted ya no está en la sala
ended-removed-then = Si cree que es un error, hable con quien le invitó.
ended-taken_over = Esta audiencia está abierta en otro lugar
ended-taken_over-then = Solo se puede estar una vez. Si quiere seguir aquí, vuelva a entrar.
ended-link_ended = Su enlace ya no sirve
ended-link_ended-then = Pida un enlace nuevo a quien le invitó.
ended-here = Seguir aquí
